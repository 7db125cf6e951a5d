// Runs a loaded plan block by block. In: a plan and what its devices delivered, in their buffers. Out: what the
// devices shall play, in theirs. Audio thread: allocates nothing, waits for nothing.
// Invariant: one loop over ops that knows no op by name; output does not depend on how the stream is cut into blocks.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/loaded_plan.h"

namespace busbar {

/// Where samples that are not finite are looked for. `ops` costs a look at every output of every op: it is for the
/// block after `outlets` saw one.
enum class Watch : std::uint8_t { off, outlets, ops };

class Executor {
 public:
  explicit Executor(LoadedPlan& plan);

  /// Runs all ops for at most a quantum of frames, denormals flushed. `frame`: absolute number of the first one.
  /// `poison` fills slots that hold no live signal with NaN after each op (tests).
  /// False: the watch saw a sample that is not finite. The outlet is silent in this block; watching ops, so is every part
  /// that made one, and is reset after it.
  bool run(std::uint32_t frames, std::uint64_t frame, Watch watch = Watch::off, bool poison = false) noexcept;

  /// The first part that the last run reset, by index in the plan.
  std::uint32_t culprit() const noexcept { return culprit_; }

 private:
  template <Watch W, bool Poison>
  void run_segments(std::uint32_t frames, std::uint64_t frame) noexcept;
  template <Watch W, bool Poison>
  void run_segment(const LoadedPlan::Segment& segment, std::uint32_t offset, std::uint32_t frames, std::uint64_t frame) noexcept;
  template <Watch W>
  void run_ops(std::uint32_t frames, std::uint64_t frame, bool poison) noexcept;
  void poison_after(std::uint32_t op, std::uint32_t offset, std::uint32_t frames) noexcept;
  void process_outlet(const LoadedPlan::Op& op, const Block& block) noexcept;
  void silence_bad(const LoadedPlan::Op& op, double* const* out, std::uint32_t frames) noexcept;
  void reset_bad() noexcept;

  LoadedPlan& plan_;
  std::vector<const double*> in_;  ///< operands of one op, moved on by an offset
  std::vector<double*> out_;
  bool finite_ = true;
  std::vector<std::uint8_t> bad_channels_;  ///< of one outlet
  std::vector<std::uint8_t> bad_parts_;     ///< to be reset when the block is over
  std::uint32_t culprit_ = 0;
};

}  // namespace busbar
