// plan.bin as typed tables, read in place. In: bytes from anywhere. Out: spans over them, or why they are refused.
// Invariant: after `open` every index and range in the tables is inside its table, every number is finite, and ops,
// reads, writes, parts and params tile their tables in order. What an op's kernel demands is checked when it is made
// (kernels/check.h). The bytes must outlive the view.
#pragma once

#include <cstddef>
#include <span>

#include "generated/plan_layout.h"
#include "plan/plan_error.h"

namespace busbar {

class PlanView {
 public:
  /// `bytes` must start at a multiple of 8.
  PlanError open(std::span<const std::byte> bytes);

  const layout::HeaderRecord& header() const { return *header_; }
  std::span<const layout::DomainRecord> domains() const { return domains_; }
  std::span<const layout::DeviceRecord> devices() const { return devices_; }
  std::span<const layout::OpRecord> ops() const { return ops_; }
  std::span<const layout::ReadRecord> reads() const { return reads_; }
  std::span<const layout::WriteRecord> writes() const { return writes_; }
  std::span<const layout::PartRecord> parts() const { return parts_; }
  std::span<const double> params() const { return params_; }
  std::span<const layout::LoopRecord> loops() const { return loops_; }
  std::span<const layout::BlobRecord> blobs() const { return blobs_; }
  std::span<const double> blob_data() const { return blob_data_; }

  std::span<const layout::ReadRecord> reads_of(const layout::OpRecord& op) const { return reads_.subspan(op.first_read, op.read_count); }
  std::span<const layout::WriteRecord> writes_of(const layout::OpRecord& op) const { return writes_.subspan(op.first_write, op.write_count); }
  std::span<const layout::PartRecord> parts_of(const layout::OpRecord& op) const { return parts_.subspan(op.first_part, op.part_count); }

 private:
  PlanError check_header(std::span<const std::byte> bytes);
  PlanError find_sections(std::span<const std::byte> bytes);

  const layout::HeaderRecord* header_ = nullptr;
  std::span<const layout::DomainRecord> domains_;
  std::span<const layout::DeviceRecord> devices_;
  std::span<const layout::OpRecord> ops_;
  std::span<const layout::ReadRecord> reads_;
  std::span<const layout::WriteRecord> writes_;
  std::span<const layout::PartRecord> parts_;
  std::span<const double> params_;
  std::span<const layout::LoopRecord> loops_;
  std::span<const layout::BlobRecord> blobs_;
  std::span<const double> blob_data_;
};

/// Most frames per executor call; most channels of a device in one direction.
inline constexpr std::uint32_t kMostQuantum = 1u << 16;
inline constexpr std::uint32_t kMostDeviceChannels = 4096;

}  // namespace busbar
