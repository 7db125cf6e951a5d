// Levels of the channels of a stream in one direction: peak, power, samples over full scale. In: blocks of the audio
// thread. Out: what passed since the last look, by channel. Invariant: every sample counts in exactly one look.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "rt/cycle_gate.h"

namespace busbar {

struct Level {
  double peak = 0;     ///< factor
  double squares = 0;  ///< sum over frames
  std::uint64_t frames = 0;
  std::uint64_t clipped = 0;  ///< samples over full scale
};

class Levels {
 public:
  explicit Levels(std::uint32_t channels) : banks_{std::vector<Level>(channels), std::vector<Level>(channels)} {}

  // --- Audio thread, inside a cycle -----------------------------------------------------------------
  /// Passes over samples that are not finite; how many there were.
  std::uint64_t add(const double* const* channels, std::uint32_t frames) noexcept;

  // --- Control thread -------------------------------------------------------------------------------
  /// What was added since the last call. `gate` is that of the cycles.
  std::vector<Level> take(const CycleGate& gate);

 private:
  std::vector<Level> banks_[2];
  std::atomic<std::uint32_t> active_{0};
};

}  // namespace busbar
