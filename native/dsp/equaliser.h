// Second-order equaliser sections after R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter
// coefficients" (W3C Note, 2021): its analogue prototypes, put into state-variable form.
#pragma once

#include <cmath>

#include "dsp/section.h"

namespace busbar {

/// H = (s / Q) / (s^2 + s / Q + 1): 0 dB at the peak.
inline Section bandpass(double g, double q) noexcept { return {g, 1 / q, 0, 1, 0, 2}; }
/// H = (s^2 + 1) / (s^2 + s / Q + 1).
inline Section notch(double g, double q) noexcept { return {g, 1 / q, 1, -1, 0, 2, true}; }

/// The cookbook's A: the square root of the linear gain.
inline double cookbook_a(double gain_db) noexcept { return std::pow(10.0, gain_db / 40); }

/// H = (s^2 + s A / Q + 1) / (s^2 + s / (A Q) + 1).
inline Section peaking(double g, double q, double gain_db) noexcept {
  const double a = cookbook_a(gain_db);
  return {g, 1 / (a * q), 1, a * a - 1, 0, 2, true};
}

/// H = A (s^2 + s sqrt(A) / Q + A) / (A s^2 + s sqrt(A) / Q + 1). Poles lie at 1 / sqrt(A) of the corner.
inline Section lowshelf(double g, double q, double gain_db) noexcept {
  const double a = cookbook_a(gain_db);
  return {g / std::sqrt(a), 1 / q, 1, a - 1, a * a - 1, 2};
}

/// H = A (A s^2 + s sqrt(A) / Q + 1) / (s^2 + s sqrt(A) / Q + A). Poles lie at sqrt(A) of the corner.
inline Section highshelf(double g, double q, double gain_db) noexcept {
  const double a = cookbook_a(gain_db);
  return {g * std::sqrt(a), 1 / q, a * a, a * (1 - a), 1 - a * a, 2};
}

}  // namespace busbar
