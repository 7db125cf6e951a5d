// How loud a frame is: the largest magnitude over linked channels. In: channels. Out: a factor that is always finite,
// so that no follower behind it can get stuck.
#pragma once

#include <cmath>
#include <cstdint>

namespace busbar {

/// 120 dBFS: louder is taken for this loud.
inline constexpr double kLoudest = 1e6;

/// What is not finite counts as silence.
inline double bounded_peak(double magnitude) noexcept {
  if (magnitude <= kLoudest) return magnitude;
  return std::isfinite(magnitude) ? kLoudest : 0;
}

inline double linked_peak(const double* const* channels, std::uint32_t count, std::uint32_t frame) noexcept {
  double peak = 0;
  for (std::uint32_t c = 0; c < count; ++c) {
    const double p = bounded_peak(std::fabs(channels[c][frame]));
    if (p > peak) peak = p;
  }
  return peak;
}

}  // namespace busbar
