// How loud a frame is: the largest magnitude over linked channels. In: channels. Out: a factor that is always finite,
// so that no follower behind it can get stuck.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace busbar {

/// 120 dBFS: louder is taken for this loud.
inline constexpr double kLoudest = 1e6;

/// What is not finite counts as silence.
inline double bounded_peak(double magnitude) noexcept {
  if (magnitude <= kLoudest) return magnitude;
  return std::isfinite(magnitude) ? kLoudest : 0;
}

/// Raises each of `peaks` to the channel's, where that is larger.
inline void raise_to_peaks(const double* channel, double* peaks, std::uint32_t frames) noexcept {
  for (std::uint32_t i = 0; i < frames; ++i) {
    const double magnitude = std::fabs(channel[i]);
    const double loud = magnitude <= std::numeric_limits<double>::max() ? kLoudest : 0;
    const double p = magnitude <= kLoudest ? magnitude : loud;
    peaks[i] = p > peaks[i] ? p : peaks[i];
  }
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
