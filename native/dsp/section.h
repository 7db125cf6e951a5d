// One section of a filter as designed: numbers without state, in the trapezoidal (TPT) state-variable form of
// V. Zavalishin, "The Art of VA Filter Design" (2012), ch. 3-4, and A. Simper, "Linear Trapezoidal Integrated SVF" (2013).
// Invariant: g > 0 and k > 0, which is all that stability asks, whatever path they take while they move.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace busbar {

/// y = m0 x + m1 band + m2 low, where of s = (analogue frequency) / g, with D = s^2 + k s + 1:
/// order 2: band = k s / D (peak 1), low = 1 / D; order 1: low = 1 / (s + 1), no band; order 0: m0 alone.
struct Section {
  double g = 1;  ///< tan(pi f / rate), prewarped
  double k = 1;  ///< 1 / Q
  double m0 = 1, m1 = 0, m2 = 0;
  std::uint32_t order = 2;
  bool bell = false;  ///< m0 = 1 and m2 = 0 for good, order 2
};

/// g of a frequency. Held inside (0, rate / 2), so that hostile values stay stable.
inline double prewarp(double freq_hz, double rate_hz) noexcept {
  const double turns = std::clamp(freq_hz / rate_hz, 1e-12, 0.5 - 1e-9);
  return std::tan(std::numbers::pi * turns);
}

inline Section plain_gain(double factor) noexcept { return {1, 1, factor, 0, 0, 0}; }

inline Section lowpass1(double g) noexcept { return {g, 1, 0, 0, 1, 1}; }
inline Section highpass1(double g) noexcept { return {g, 1, 1, 0, -1, 1}; }
/// (1 - s) / (1 + s): in phase at 0 Hz, a quarter turn late at g, inverted at the top.
inline Section allpass1(double g) noexcept { return {g, 1, -1, 0, 2, 1}; }

inline Section lowpass2(double g, double k) noexcept { return {g, k, 0, 0, 1, 2}; }
inline Section highpass2(double g, double k) noexcept { return {g, k, 1, -1, -1, 2}; }
/// (s^2 - k s + 1) / (s^2 + k s + 1).
inline Section allpass2(double g, double k) noexcept { return {g, k, 1, -2, 0, 2}; }

}  // namespace busbar
