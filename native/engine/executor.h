// Runs a loaded plan block by block. In: a plan and what its devices delivered, in their buffers. Out: what the
// devices shall play, in theirs. Audio thread: allocates nothing, waits for nothing.
// Invariant: one loop over ops that knows no op by name; output does not depend on how the stream is cut into blocks.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/loaded_plan.h"

namespace busbar {

class Executor {
 public:
  explicit Executor(LoadedPlan& plan);

  /// Runs all ops for at most a quantum of frames, denormals flushed. `frame`: absolute number of the first one.
  void run(std::uint32_t frames, std::uint64_t frame) noexcept;

  /// Whether slots that hold no live signal are filled with NaN after each op (tests).
  bool poison = false;

 private:
  template <bool Poison>
  void run_segments(std::uint32_t frames, std::uint64_t frame) noexcept;
  template <bool Poison>
  void run_segment(const LoadedPlan::Segment& segment, std::uint32_t offset, std::uint32_t frames, std::uint64_t frame) noexcept;
  void poison_after(std::uint32_t op, std::uint32_t offset, std::uint32_t frames) noexcept;

  LoadedPlan& plan_;
  std::vector<const double*> in_;  ///< operands of one op, moved on by an offset
  std::vector<double*> out_;
};

}  // namespace busbar
