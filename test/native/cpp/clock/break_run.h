// A crossing through which the numbers of frames go, each as its own sample. In: what befalls it 10 s after its start.
// Out: frames that it plays elsewhere than in their place. Ideal clocks; of one rate there is no conversion, and a sample is exact.
#pragma once

#include <cstdint>

namespace busbar::test {

struct BreakRun {
  double producer_hz = 48000;     ///< the consumer's is 48000
  std::uint32_t period = 128;
  double headroom_frames = 4096;
  std::uint32_t skipped = 0;      ///< frames that the producer loses, their numbers with them
  double stalled_seconds = 0;     ///< of the consumer
  double moved_seconds = 0;       ///< by which the consumer's wake-ups come later, after a restart
};

struct BreakResult {
  std::uint64_t astray = 0;    ///< frames neither silent nor in their place: those of a fade, where all is well
  double off_at_end = 0;       ///< frames off the delay, at the end
  std::uint64_t lost = 0;      ///< as the crossing counts it
};

BreakResult run_break(const BreakRun& run);

}  // namespace busbar::test
