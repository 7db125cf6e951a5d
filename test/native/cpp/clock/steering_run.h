// A member that is steered, in virtual time. In: periods, how far its clock is off, how late wake-ups are in the mean. Out: how its pitch comes to rest.
#pragma once

#include <cstdint>

namespace busbar::test {

struct SteeringResult {
  double overshoot_ppm = 0;   ///< beyond where the pitch comes to rest, from 10 s on
  double left_ppm = 0;        ///< off at the end
  double off_frames = 0;      ///< off the delay at the end
  std::uint32_t restarts = 0;
};

SteeringResult run_steering(std::uint32_t period, double ppm, double lateness);

}  // namespace busbar::test
