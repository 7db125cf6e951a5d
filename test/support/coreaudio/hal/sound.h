// What a device hears and plays. In: a run's frames. Out: samples of its inputs; its outputs on the tape of the hardware.
// Invariant: parts of an aggregate move with their own clocks; where those are not compensated a whole buffer slips at a time.
#pragma once

#include "hal/io.h"

namespace hal {

using Planar = std::vector<std::vector<double>>;

Planar capture(Run& run, double frame, std::uint32_t frames);
void play(Run& run, const Planar& mixed, double frame, std::uint32_t frames);

}  // namespace hal
