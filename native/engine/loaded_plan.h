// A plan made ready to run: kernels with their states, slots, and tables of pointers that the executor walks through.
// In: a plan view. Out: something that runs without the plan's bytes. Made and freed on the control thread.
// Invariant: ops, pointers and memory stay where they are until the plan is freed.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "kernels/kernel.h"
#include "plan/plan_view.h"
#include "rt/arena.h"

namespace busbar {

/// Slots, states and what kernels are estimated to copy, in bytes.
inline constexpr std::uint64_t kDefaultMemory = std::uint64_t{4} << 30;

class LoadedPlan {
 public:
  /// One line of the plan with its operands as pointers to slots (or a device's buffers).
  struct Op {
    Kernel* kernel;
    const double* const* in;
    double* const* out;
    std::uint32_t reads, writes;
  };
  /// Neighbouring ops that run in blocks of at most `frames`: a feedback cycle, or what lies between two.
  struct Segment {
    std::uint32_t first_op, op_count, frames;
  };
  struct Device {
    std::vector<double*> inputs, outputs;
  };

  /// Refuses what kernels refuse, and what would need more than `memory` bytes.
  static PlanError load(const PlanView& plan, std::uint64_t memory, std::unique_ptr<LoadedPlan>& out);

  std::uint32_t quantum() const noexcept { return quantum_; }
  double rate_hz() const noexcept { return rate_hz_; }
  std::span<const Op> ops() const noexcept { return ops_; }
  /// All domains, one after the other.
  std::span<const Segment> segments() const noexcept { return segments_; }
  std::span<const Device> devices() const noexcept { return devices_; }
  /// Most reads and writes of one op.
  std::uint32_t most_operands() const noexcept { return most_operands_; }

  // --- Parts, by their index in the plan -------------------------------------------------------
  std::uint32_t part_count() const noexcept { return static_cast<std::uint32_t>(parts_.size()); }
  std::uint32_t param_count(std::uint32_t part) const { return kernel_param_count(parts_[part].type); }
  /// The params as last set, all of them.
  void get(std::uint32_t part, double* params) const noexcept;
  /// New params, all of them, from the next frame on. Says what is wrong with them, else nothing.
  std::string set(std::uint32_t part, const double* params);
  std::uint32_t read_out(std::uint32_t part, double* values, std::uint32_t count) noexcept;
  void reset() noexcept;

  // --- Slots that hold no live signal (tests) ---------------------------------------------------
  /// Slots free after an op has run: `after[op]` to `after[op + 1]` in `slots`.
  struct DeadSlots {
    std::vector<std::uint32_t> after;
    std::vector<double*> slots;
  };
  const DeadSlots& dead_slots() const noexcept { return dead_; }
  ChannelArena& slots() noexcept { return slots_; }

 private:
  struct Part {
    std::uint32_t op, index;  ///< place in the plan: which part of which op
    KernelId type;
    std::uint32_t first_param;
  };

  LoadedPlan() = default;
  PlanError make_kernels(const PlanView& plan, std::uint64_t memory);
  void place_devices(const PlanView& plan);
  void place_operands(const PlanView& plan);
  void place_segments(const PlanView& plan);
  void connect_feedback(const PlanView& plan);
  void find_dead_slots(const PlanView& plan);

  std::uint32_t quantum_ = 0;
  double rate_hz_ = 0;
  std::uint32_t most_operands_ = 0;
  std::vector<std::unique_ptr<Kernel>> kernels_;
  ChannelArena slots_;
  ChannelArena device_channels_;
  std::vector<Device> devices_;
  std::vector<const double*> in_;
  std::vector<double*> out_;
  std::vector<Op> ops_;
  std::vector<Segment> segments_;
  std::vector<Part> parts_;
  std::vector<double> params_;
  DeadSlots dead_;
};

}  // namespace busbar
