// A crossing between two simulated clocks. In: a loop, the truth. Out: how well it holds ratio and delay; audio, where asked.
#pragma once

#include <cstdint>
#include <vector>

#include "clock/async_resampler.h"
#include "loops.h"
#include "simulation/simulated_clock.h"

namespace busbar::test {

struct CrossingRun {
  double rate = 48000;
  std::uint32_t period = 128;
  double ppm = 300;
  double lateness = 50e-6;
  double headroom_frames = 96;
  double seconds = 180;
  std::uint64_t seed = 1;
  double sine_hz = 0;        ///< 0: no audio
  double audio_from = 30;    ///< seconds
  bool resamples = false;    ///< without audio too
  double stall_at = 0, stall_seconds = 0;  ///< of one side
};

struct CrossingResult {
  double lock_seconds = 0;  ///< last time that the ratio was off by 1 ppm or more
  double rms_ppm = 0;       ///< after 30 s
  double late_rms_ppm = 0;  ///< after 120 s
  double worst_ppm = 0;     ///< after 30 s
  double worst_fill = 0;    ///< frames off its target after 30 s
  std::uint64_t underruns = 0;
  double position_error = 0;  ///< worst numeric error of the resampler's place, in frames: beside the exact sum of all ratios
  double worst_after_stall_ppm = 0;
  std::vector<double> audio;
  double audio_radians = 0;
};

CrossingResult run_crossing(const CrossingRun& setup, Loop& loop);

struct ProductResult {
  double worst_delay_error = 0;  ///< frames, from 5 s on, beside the 100 ms after a loss
  double thdn_db = 0;
  std::uint64_t lost = 0;
  std::uint32_t restarts = 0;
};

/// The same with the product's crossing: audio through it, its delay measured from the phase of a tone.
ProductResult run_product(const CrossingRun& setup, bool resample);

/// The delay that a plan gives a crossing of this set-up.
double crossing_delay(const CrossingRun& setup);

/// Both sides of it: the consumer is ideal, and begins a little later.
inline constexpr double kConsumerStart = 0.0007;
ClockModel producer_model(const CrossingRun& setup);
ClockModel consumer_model(const CrossingRun& setup);
/// The stall, as one side has it.
std::vector<Span> stalls_of(const CrossingRun& setup);

}  // namespace busbar::test
