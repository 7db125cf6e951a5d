// How the clock of a device fared in a simulation, for people. Frames are the master's where they are of a crossing.
#pragma once

#include <cstdint>
#include <vector>

namespace busbar {

/// A time, in seconds from the first frame, in which a device was not heard.
struct ClockGap {
  double at = 0, seconds = 0;
};

struct ClockReport {
  std::uint32_t device = 0;
  bool drives = false;             ///< the master: its drift is against nominal time, that of others against the master
  double drift_ppm = 0;            ///< as measured last
  double worst_error_frames = 0;   ///< how far the delay of a crossing was from the plan's
  std::uint64_t xruns = 0;
  std::uint64_t lost = 0;          ///< frames of the device that its own buffer could not hold
  std::uint64_t silent = 0;        ///< frames that a crossing had to leave out, pass over or repeat
  std::uint32_t realigned = 0;     ///< how often a crossing broke off and came back
  std::uint32_t widened = 0;       ///< frames by which a crossing became longer than planned
  std::vector<ClockGap> gaps;      ///< from being pulled out until it is heard again
};

}  // namespace busbar
