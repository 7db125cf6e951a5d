#include "mutate.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <iterator>
#include <limits>

#include "generated/kernel_rules.h"
#include "generated/plan_layout.h"
#include "kernels/kernel.h"

namespace busbar::fuzz {
namespace {

using namespace layout;

std::uint64_t below(Random& random, std::uint64_t end) { return end == 0 ? 0 : random() % end; }

constexpr std::uint32_t kIntegers[] = {0, 1, 2, 3, 7, 8, 63, 64, 65, 255, 256, 65535, 65536, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff};
constexpr double kNumbers[] = {0, -0.0, 1, -1, 0.5, 2, 3, 1e-9, 1e-310, 20, 100, 1000, 24000, 1e6, 1e18, -1e18, 4294967295.0, 9.2e18};

/// A plan as its tables, where its header and list of sections can be believed.
class Tables {
 public:
  explicit Tables(Bytes& bytes) : bytes_(bytes) {
    sound_ = bytes.size() >= sizeof(HeaderRecord) + kSectionCount * sizeof(SectionEntryRecord);
    for (std::uint32_t s = 0; sound_ && s < kSectionCount; ++s) {
      const SectionEntryRecord e = entry(s);
      sound_ = e.offset % 8 == 0 && e.offset <= bytes.size() && e.count <= (bytes.size() - e.offset) / kRecordSizes[s];
    }
  }
  bool sound() const { return sound_; }
  std::uint64_t count(Section s) const { return entry(static_cast<std::uint32_t>(s)).count; }

  template <class Record>
  Record& at(Section s, std::uint64_t index) {
    const auto n = static_cast<std::uint32_t>(s);
    return *reinterpret_cast<Record*>(bytes_.data() + entry(n).offset + index * kRecordSizes[n]);
  }
  HeaderRecord& header() { return *reinterpret_cast<HeaderRecord*>(bytes_.data()); }

 private:
  SectionEntryRecord entry(std::uint32_t s) const {
    SectionEntryRecord e;
    std::memcpy(&e, bytes_.data() + sizeof(HeaderRecord) + s * sizeof e, sizeof e);
    return e;
  }
  Bytes& bytes_;
  bool sound_;
};

template <class T>
T& pick_field(std::initializer_list<T*> fields, Random& random) {
  return **(fields.begin() + below(random, fields.size()));
}

std::uint32_t nudge(std::uint32_t value, Random& random) {
  switch (below(random, 4)) {
    case 0: return value + 1;
    case 1: return value - 1;
    case 2: return kIntegers[below(random, std::size(kIntegers))];
    default: return value ^ (1u << below(random, 32));
  }
}

/// A value that the rule of the param allows, or one that it does not.
double param_value(double now, const rules::ParamRule& rule, std::uint64_t blobs, Random& random) {
  using rules::ParamKind;
  std::uniform_real_distribution<double> unit(0, 1);
  if (below(random, 8) == 0) return kNumbers[below(random, std::size(kNumbers))];
  if (below(random, 40) == 0) return std::bit_cast<double>(random());
  const double low = std::max(rule.min, -1e6), high = std::min(rule.max, 1e6);
  switch (rule.kind) {
    case ParamKind::number: return below(random, 3) == 0 ? std::clamp(now * (0.5 + unit(random)), low, high) : low + (high - low) * unit(random);
    case ParamKind::whole: return static_cast<double>(static_cast<std::int64_t>(low + std::min(high - low, 4000.0) * unit(random) + 0.5));
    default: return static_cast<double>(below(random, blobs + 1)) - (rule.optional ? 1 : 0);
  }
}

void mutate_param(Tables& t, Random& random) {
  if (t.count(Section::parts) == 0) return;
  const auto& part = t.at<PartRecord>(Section::parts, below(random, t.count(Section::parts)));
  if (part.type >= kKernelCount) return;
  const auto& params = rules::kKernels[part.type].params;
  if (params.empty()) return;
  const std::uint64_t which = below(random, params.size());
  if (std::uint64_t{part.first_param} + which >= t.count(Section::params)) return;
  double& value = t.at<double>(Section::params, part.first_param + which);
  value = param_value(value, params[which], t.count(Section::blobs), random);
}

/// Another kernel, its part with it: fits where widths and the number of params do.
void mutate_kernel(Tables& t, Random& random) {
  if (t.count(Section::ops) == 0) return;
  auto& op = t.at<OpRecord>(Section::ops, below(random, t.count(Section::ops)));
  op.kernel = static_cast<std::uint32_t>(below(random, kKernelCount + 1));
  if (op.first_part < t.count(Section::parts)) t.at<PartRecord>(Section::parts, op.first_part).type = op.kernel;
}

void mutate_slot(Tables& t, Random& random) {
  const Section s = below(random, 2) == 0 ? Section::reads : Section::writes;
  if (t.count(s) == 0 || t.count(Section::domains) == 0) return;
  auto& operand = t.at<ReadRecord>(s, below(random, t.count(s)));
  const auto slots = t.at<DomainRecord>(Section::domains, 0).slots;
  std::uint32_t& field = below(random, 3) == 0 ? operand.signal : operand.slot;
  field = below(random, 4) == 0 ? nudge(field, random) : static_cast<std::uint32_t>(below(random, slots));
}

void mutate_op(Tables& t, Random& random) {
  if (t.count(Section::ops) == 0) return;
  auto& op = t.at<OpRecord>(Section::ops, below(random, t.count(Section::ops)));
  auto& field = pick_field({&op.kernel, &op.domain, &op.first_read, &op.read_count, &op.first_write, &op.write_count, &op.first_part,
                            &op.part_count, &op.latency_frames, &op.in_place, &op.in_place, &op.latency_frames}, random);
  field = &field == &op.in_place ? field ^ 1 : nudge(field, random);
}

void mutate_part(Tables& t, Random& random) {
  if (t.count(Section::parts) == 0) return;
  auto& p = t.at<PartRecord>(Section::parts, below(random, t.count(Section::parts)));
  if (below(random, 3) == 0) {
    p.state_key = random();
    return;
  }
  auto& field = pick_field({&p.type, &p.first_param, &p.param_count, &p.first_read, &p.read_count, &p.first_write, &p.write_count}, random);
  field = nudge(field, random);
}

void mutate_blob(Tables& t, Random& random) {
  if (t.count(Section::blobs) == 0) return;
  if (below(random, 2) == 0 && t.count(Section::blob_data) != 0) {
    double& value = t.at<double>(Section::blob_data, below(random, t.count(Section::blob_data)));
    value = below(random, 2) == 0 ? kNumbers[below(random, std::size(kNumbers))] : value * 1.5 + 0.1;
    return;
  }
  auto& blob = t.at<BlobRecord>(Section::blobs, below(random, t.count(Section::blobs)));
  switch (below(random, 5)) {
    case 0: std::swap(blob.rows, blob.columns); break;
    case 1: blob.columns = static_cast<std::uint32_t>(below(random, blob.columns + 1)); break;
    case 2: blob.first = below(random, t.count(Section::blob_data) + 1); break;
    case 3: blob.rows = nudge(blob.rows, random); break;
    default: blob.columns = nudge(blob.columns, random); break;
  }
}

void mutate_frame(Tables& t, Random& random) {
  HeaderRecord& header = t.header();
  constexpr double rates[] = {1000, 8000, 44100, 48000, 96000, 192000, 384000, 1e6, 0.5, 1e9};
  switch (below(random, 8)) {
    case 0: header.quantum = static_cast<std::uint32_t>(below(random, 600)); break;
    case 1: header.quantum = nudge(header.quantum, random); break;
    case 2: header.rate_hz = rates[below(random, std::size(rates))]; break;
    case 3:
      if (t.count(Section::domains) != 0) t.at<DomainRecord>(Section::domains, 0).rate_hz = rates[below(random, std::size(rates))];
      break;
    case 4:
      if (t.count(Section::domains) != 0) {
        auto& d = t.at<DomainRecord>(Section::domains, below(random, t.count(Section::domains)));
        auto& field = pick_field({&d.first_op, &d.op_count, &d.slots, &d.master}, random);
        field = nudge(field, random);
      }
      break;
    case 5:
    case 6:
      if (t.count(Section::devices) != 0) {
        auto& d = t.at<DeviceRecord>(Section::devices, below(random, t.count(Section::devices)));
        auto& field = pick_field({&d.domain, &d.inputs, &d.outputs, &d.period, &d.inputs, &d.outputs}, random);
        field = below(random, 2) == 0 ? field + static_cast<std::uint32_t>(below(random, 20)) : nudge(field, random);
      }
      break;
    default:
      if (t.count(Section::loops) != 0) {
        auto& loop = t.at<LoopRecord>(Section::loops, below(random, t.count(Section::loops)));
        auto& field = pick_field({&loop.frames, &loop.frames, &loop.first_op, &loop.op_count}, random);
        field = below(random, 2) == 0 ? static_cast<std::uint32_t>(below(random, 70)) : nudge(field, random);
      }
  }
}

void mutate_bytes(Bytes& bytes, Random& random) {
  if (bytes.empty()) return;
  std::byte& b = bytes[below(random, bytes.size())];
  switch (below(random, 4)) {
    case 0: b ^= static_cast<std::byte>(1u << below(random, 8)); break;
    case 1: b = static_cast<std::byte>(random()); break;
    case 2:
      if (bytes.size() >= 4) {
        const std::uint32_t value = kIntegers[below(random, std::size(kIntegers))];
        std::memcpy(bytes.data() + below(random, bytes.size() / 4) * 4, &value, 4);
      }
      break;
    default:
      bytes.resize(below(random, 2) == 0 ? below(random, bytes.size()) : bytes.size() + below(random, 64));
      if (bytes.size() >= sizeof(HeaderRecord) && below(random, 2) == 0) {
        const std::uint64_t length = bytes.size();
        std::memcpy(bytes.data() + offsetof(HeaderRecord, byte_length), &length, sizeof length);
      }
  }
}

void mutate_once(Bytes& plan, Random& random) {
  Tables t(plan);
  const std::uint64_t kind = below(random, 100);
  if (!t.sound() || kind < 4) mutate_bytes(plan, random);
  else if (kind < 50) mutate_param(t, random);
  else if (kind < 62) mutate_slot(t, random);
  else if (kind < 68) mutate_kernel(t, random);
  else if (kind < 74) mutate_op(t, random);
  else if (kind < 82) mutate_part(t, random);
  else if (kind < 90) mutate_blob(t, random);
  else mutate_frame(t, random);
}

}  // namespace

void mutate(Bytes& plan, Random& random) {
  // Each further one with half the chance: many mutants stay plans, some become strange.
  do mutate_once(plan, random);
  while (below(random, 2) == 0);
}

}  // namespace busbar::fuzz
