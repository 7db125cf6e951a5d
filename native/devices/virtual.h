// A device that is only a clock: real time, of its own rate and unrest, with files as inputs and outputs.
// In: what to open. Out: a stream. Sample n of a file meets sample n of the other direction: no latency of its own.
// Its clock can be steered. Invariant: files lose nothing. Where its thread or its files do not keep up, the device stands still, and says so.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "devices/device.h"
#include "devices/stream_files.h"
#include "simulation/simulated_clock.h"

namespace busbar {

struct VirtualClock {
  double ppm = 0;              ///< how much faster than CLOCK_MONOTONIC it runs
  double wander_ppm = 0;       ///< of a sine on top, 0 at the origin
  double jitter_us = 0;        ///< mean lateness of wake-ups and stamps, exponential, the same for the same seed
  std::uint64_t seed = 0;
  std::int64_t origin_ns = 0;  ///< where the times below begin
  std::vector<Span> stalls;    ///< no wake-up comes
  std::vector<Span> absences;  ///< it is not there
};

struct VirtualDevice {
  VirtualClock clock;
  std::vector<StreamFile> reads, writes;
};

DeviceError open_virtual(const StreamRequest& request, const VirtualDevice& device, std::unique_ptr<Stream>& out);

}  // namespace busbar
