// What the live engine tells the outside, as plain data. Times are on CLOCK_MONOTONIC.
#pragma once

#include <cstdint>
#include <vector>

#include "devices/device.h"
#include "live/member.h"

namespace busbar {

struct LiveEvent {
  enum class Kind : std::uint8_t { xrun, remark, lost, widened, handed_over, begun, settled, not_finite, demoted } kind{};
  std::int64_t time_ns = 0;
  std::uint32_t stream = 0;  ///< xrun, remark, lost, widened; handed_over: the one that drives now
  const char* side = "";     ///< xrun
  std::uint64_t frames = 0;  ///< xrun: lost; widened: more of delay than before, in the master's frames
  DeviceFault fault = DeviceFault::none;  ///< lost
  const char* why = "";                   ///< lost, remark
  std::int64_t gap_ns = 0;   ///< handed_over: how long nobody drove
  std::uint64_t change = 0;  ///< begun, settled
  std::uint32_t runner = 0;  ///< not_finite
  std::uint32_t part = 0;
};

/// A stream that does not drive.
struct MemberStats {
  std::uint32_t stream = 0;
  std::uint32_t crossing_frames = 0;  ///< planned
  MemberState state;
};

struct RunnerStats {
  std::uint32_t runner = 0;
  std::uint64_t frames = 0;
  double clock_ppm = 0;      ///< of its driver, against CLOCK_MONOTONIC
  double load = 0, load_p99 = 0, load_worst = 0;
  std::uint64_t xruns = 0;
  std::int64_t page_faults = -1, preemptions = -1;
  std::int64_t allocations = -1;
  std::uint64_t not_finite = 0;
  std::vector<MemberStats> members;
};

struct SlotLevels {
  std::uint32_t slot = 0;
  std::vector<double> input_peaks, input_rms, output_peaks, output_rms;
  std::uint64_t clipped = 0;
};

}  // namespace busbar
