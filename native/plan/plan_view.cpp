#include "plan/plan_view.h"

#include <cstdint>
#include <cstring>

#include "plan/plan_check.h"

namespace busbar {

using namespace layout;

namespace {

template <class T>
std::span<const T> records(std::span<const std::byte> bytes, const SectionEntryRecord& entry) {
  return {reinterpret_cast<const T*>(bytes.data() + entry.offset), static_cast<std::size_t>(entry.count)};
}

PlanError corrupt(const char* text) { return {PlanFault::corrupt, text}; }

}  // namespace

PlanError PlanView::check_header(std::span<const std::byte> bytes) {
  if (bytes.size() < 4 || std::memcmp(bytes.data(), &kMagic, 4) != 0) return {PlanFault::foreign, "these bytes are not a plan"};
  if (bytes.size() < sizeof(HeaderRecord)) return corrupt("the plan ends within its header");
  header_ = reinterpret_cast<const HeaderRecord*>(bytes.data());
  if (header_->format_version != kFormatVersion || header_->layout_hash != kLayoutHash)
    return {PlanFault::version, "the plan was made by another version of busbar"};
  if (header_->byte_length != bytes.size()) return corrupt("the plan is shorter or longer than it says");
  if (header_->section_count != kSectionCount) return corrupt("the plan has another number of sections");
  return {};
}

PlanError PlanView::find_sections(std::span<const std::byte> bytes) {
  std::uint64_t end = sizeof(HeaderRecord) + kSectionCount * sizeof(SectionEntryRecord);
  if (bytes.size() < end) return corrupt("the plan ends within its list of sections");
  const auto* entries = reinterpret_cast<const SectionEntryRecord*>(bytes.data() + sizeof(HeaderRecord));
  for (std::uint32_t s = 0; s < kSectionCount; ++s) {
    const auto [offset, count] = entries[s];
    if (offset % 8 != 0 || offset < end || offset > bytes.size()) return corrupt("a section starts where it cannot");
    if (count > (bytes.size() - offset) / kRecordSizes[s]) return corrupt("a section ends beyond the plan");
    end = offset + count * kRecordSizes[s];
  }
  const auto entry = [&](Section s) -> const SectionEntryRecord& { return entries[static_cast<std::uint32_t>(s)]; };
  domains_ = records<DomainRecord>(bytes, entry(Section::domains));
  devices_ = records<DeviceRecord>(bytes, entry(Section::devices));
  ops_ = records<OpRecord>(bytes, entry(Section::ops));
  reads_ = records<ReadRecord>(bytes, entry(Section::reads));
  writes_ = records<WriteRecord>(bytes, entry(Section::writes));
  parts_ = records<PartRecord>(bytes, entry(Section::parts));
  params_ = records<double>(bytes, entry(Section::params));
  loops_ = records<LoopRecord>(bytes, entry(Section::loops));
  blobs_ = records<BlobRecord>(bytes, entry(Section::blobs));
  blob_data_ = records<double>(bytes, entry(Section::blob_data));
  return {};
}

PlanError PlanView::open(std::span<const std::byte> bytes) {
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % 8 != 0) return corrupt("the plan is not aligned in memory");
  if (PlanError e = check_header(bytes)) return e;
  if (PlanError e = find_sections(bytes)) return e;
  return check_plan(*this);
}

}  // namespace busbar
