// A plan made ready to run: kernels with their states, slots, and tables of pointers that the executor walks through.
// In: a plan view. Out: something that runs without the plan's bytes. Made and freed on the control thread.
// Invariant: ops, pointers and memory stay where they are until the plan is freed.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/device_channels.h"
#include "kernels/kernel.h"
#include "plan/plan_view.h"
#include "rt/arena.h"

namespace busbar {

/// Slots, states and what kernels are estimated to copy, in bytes.
inline constexpr std::uint64_t kDefaultMemory = std::uint64_t{4} << 30;

struct LoadOptions {
  std::uint64_t memory = kDefaultMemory;
  /// Ops of one domain only; kNone: of all, one after the other. Parts and devices keep their index in the whole plan.
  std::uint32_t domain = layout::kNone;
  /// `crossing` ops pass their input through: their delay is that of the FIFO between two streams, outside the plan.
  bool live = false;
  /// Bytes of the plans that are alive are added up here; outlives them.
  std::atomic<std::uint64_t>* living = nullptr;
};

class LoadedPlan {
 public:
  /// One line of the plan with its operands as pointers to slots (or a device's buffers).
  struct Op {
    Kernel* kernel;
    const double* const* in;
    double* const* out;
    std::uint32_t reads, writes;
    std::uint32_t first_part, part_count;  ///< by index in the plan
    bool outlet;  ///< what it reads is about to be heard; channel by channel it writes as many
  };
  /// Neighbouring ops that run in blocks of at most `frames`: a feedback cycle, or what lies between two.
  struct Segment {
    std::uint32_t first_op, op_count, frames;
  };
  using Device = DeviceChannels::Device;

  /// Refuses what kernels refuse, and what would need more memory than it may.
  static PlanError load(const PlanView& plan, const LoadOptions& options, std::unique_ptr<LoadedPlan>& out);
  ~LoadedPlan();

  std::uint32_t quantum() const noexcept { return quantum_; }
  /// Of the domain, or of the whole plan.
  double rate_hz() const noexcept { return rate_hz_; }
  /// What it takes: slots, states, device buffers and an estimate of what kernels copy.
  std::uint64_t bytes() const noexcept { return bytes_; }
  /// Keeps slots, states and device buffers from being paged out; false where that is not allowed.
  bool lock_in_memory() noexcept;
  std::span<const Op> ops() const noexcept { return ops_; }
  std::span<const Segment> segments() const noexcept { return segments_; }
  std::span<const Device> devices() const noexcept { return device_channels_.devices(); }
  /// Most reads and writes of one op.
  std::uint32_t most_operands() const noexcept { return most_operands_; }

  // --- Parts, by their index in the whole plan -------------------------------------------------
  // What is said of a part never changes, so either side may ask; its params and its state are the audio thread's.
  std::uint32_t part_count() const noexcept { return static_cast<std::uint32_t>(parts_.size()); }
  /// Whether it was loaded: parts of other domains were not.
  bool has_part(std::uint32_t part) const noexcept { return part < parts_.size() && parts_[part].kernel; }
  std::uint32_t param_count(std::uint32_t part) const noexcept { return kernel_param_count(parts_[part].type); }
  /// What is wrong with new params of a part, all of them; nothing if they differ from the plan's in live ones only.
  std::string check(std::uint32_t part, const double* params) const;
  /// Why a part of another plan cannot hand its state to this one; null if it can.
  const char* check_adoption(std::uint32_t part, const LoadedPlan& from, std::uint32_t from_part) const noexcept;

  /// The params in effect, all of them.
  void get(std::uint32_t part, double* params) const noexcept;
  /// New params, checked, from the next frame on: the part glides there.
  void set(std::uint32_t part, const double* params) noexcept;
  /// The same for a part that was never heard and takes no state over: it starts there.
  void start_at(std::uint32_t part, const double* params) noexcept;
  /// The same for a part whose state is still to come, and on its way there already.
  void expect(std::uint32_t part, const double* params) noexcept;
  /// Takes over the state of a part of another plan, checked, and glides from its params to the own ones where they
  /// differ. The other part is left as it was made.
  void adopt(std::uint32_t part, LoadedPlan& from, std::uint32_t from_part) noexcept;
  /// Values that a reading may hold.
  std::uint32_t most_readings(std::uint32_t part) const noexcept { return 3 * std::max({1u, parts_[part].reads, parts_[part].writes}); }
  std::uint32_t read_out(std::uint32_t part, double* values, std::uint32_t count) noexcept;
  /// What the part makes, of the operands `out` of its op.
  std::span<double* const> outputs(std::uint32_t part, double* const* out) const noexcept {
    return {out + parts_[part].first_write, parts_[part].writes};
  }
  void reset(std::uint32_t part) noexcept { parts_[part].kernel->reset(parts_[part].index); }
  void reset() noexcept;

  // --- Slots that hold no live signal (tests) ---------------------------------------------------
  /// Slots free after an op has run: `after[op]` to `after[op + 1]` in `slots`.
  struct DeadSlots {
    std::vector<std::uint32_t> after;
    std::vector<double*> slots;
  };
  const DeadSlots& dead_slots() const noexcept { return dead_; }
  ChannelArena& slots() noexcept { return slots_; }

  /// For the op that runs: as much as any of them wants.
  double* const* scratch() const noexcept { return scratch_at_.data(); }

 private:
  struct Part {
    Kernel* kernel = nullptr;  ///< null: not loaded
    std::uint32_t index = 0;   ///< which part of its kernel
    KernelId type{};
    std::uint32_t first_param = 0;
    std::uint64_t state_layout = 0;
    std::size_t state_bytes = 0;
    std::uint32_t reads = 0, first_write = 0, writes = 0;
  };
  /// A run of domains and ops of the whole plan.
  struct Share {
    std::span<const layout::DomainRecord> domains;
    std::uint32_t first_op, end_op;
  };

  LoadedPlan() = default;
  PlanError make_kernels(const PlanView& plan, const Share& share, const LoadOptions& options);
  void place_operands(const PlanView& plan, const Share& share);
  void place_segments(const PlanView& plan, const Share& share);
  void connect_feedback(const PlanView& plan, const Share& share);
  void find_dead_slots(const PlanView& plan, const Share& share);

  std::uint32_t quantum_ = 0;
  double rate_hz_ = 0;
  std::uint64_t bytes_ = 0;
  std::atomic<std::uint64_t>* living_ = nullptr;
  std::uint32_t most_operands_ = 0;
  std::vector<std::unique_ptr<Kernel>> kernels_;
  ChannelArena slots_, scratch_;
  std::vector<double*> scratch_at_;
  DeviceChannels device_channels_;
  std::vector<const double*> in_;
  std::vector<double*> out_;
  std::vector<Op> ops_;
  std::vector<Segment> segments_;
  std::vector<Part> parts_;
  std::vector<double> params_;
  DeadSlots dead_;
};

}  // namespace busbar
