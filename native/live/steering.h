// The loop of a member whose device has a pitch control: its clock is moved until it runs as the master's, so that every
// sample passes as it is. In: how the crossing is doing, now and then. Out: the pitch in ppm.
// Invariants: no integrator: the pitch is what the free clock lacks and what is left to work off, so that steps between two
// measurements repeat the last. What strayed while the clocks were hardly known is worked off soon, what comes later slowly.
#pragma once

#include <algorithm>
#include <cstdint>

#include "live/member.h"

namespace busbar {

class Steering {
 public:
  /// Between two steps; a control of coarse steps reaches a mean only by many.
  static constexpr std::int64_t kStepNs = 100'000'000;

  /// Whether it is time for a step.
  bool due(std::int64_t now_ns) noexcept {
    if (now_ns - last_ns_ < kStepNs) return false;
    last_ns_ = now_ns;
    return true;
  }
  double next(const MemberState& state, double master_hz) noexcept {
    if (!state.running) return pitch_;
    const double seconds = std::clamp(age_ / 3, kLeastSeconds, kSeconds);
    age_ += kStepNs * 1e-9;
    const double behind_ppm = state.ahead_frames / (seconds * master_hz) * 1e6;
    pitch_ = std::clamp(-state.free_ppm - behind_ppm, -kMost, kMost);
    return pitch_;
  }

 private:
  static constexpr double kSeconds = 10;        ///< in which an error is worked off
  static constexpr double kLeastSeconds = 0.5;  ///< at first
  static constexpr double kMost = 1000;         ///< ppm

  double pitch_ = 0;
  double age_ = 0;  ///< seconds of steering
  std::int64_t last_ns_ = 0;
};

}  // namespace busbar
