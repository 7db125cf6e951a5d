// A biquad given by its difference equation, as a state-variable section of the same transfer function.
// In: b0 b1 b2 a1 a2 (a0 = 1), y = b0 x + b1 x' + b2 x'' - a1 y' - a2 y''. Out: a section.
// With z^-1 = (1 - s) / (1 + s) numerator and denominator become, over (1 + s)^2,
//   (b0 - b1 + b2) s^2 + 2 (b0 - b2) s + (b0 + b1 + b2)   and the same of (1, a1, a2);
// the poles are inside the unit circle exactly where all three of the denominator are positive.
#pragma once

#include <cmath>

#include "dsp/section.h"

namespace busbar {

/// a + b + c as if summed exactly and rounded twice: near z = 1 or -1 the sums cancel, and all accuracy lies in the
/// remainder. T. J. Dekker, "A floating-point technique for extending the available precision" (1971), p. 224-242.
inline double exact_sum(double a, double b, double c) noexcept {
  const auto tail = [](double x, double y, double sum) noexcept {
    const double back = sum - x;
    return (x - (sum - back)) + (y - back);
  };
  const double ab = a + b;
  const double abc = ab + c;
  return abc + (tail(a, b, ab) + tail(ab, c, abc));
}

/// Stable coefficients become their exact section; unstable ones, which the compiler refuses, become silence.
inline Section free_biquad(double b0, double b1, double b2, double a1, double a2) noexcept {
  const double at_zero = exact_sum(1, a1, a2);      // D(z = 1)
  const double at_nyquist = exact_sum(1, -a1, a2);  // D(z = -1)
  const double damping = 1 - a2;
  if (!(at_zero > 0 && at_nyquist > 0 && damping > 0)) return {1, 2, 0, 0, 0, 2};
  const double top = exact_sum(b0, -b1, b2) / at_nyquist;
  const double band = (b0 - b2) / damping;
  const double bottom = exact_sum(b0, b1, b2) / at_zero;
  return {std::sqrt(at_zero / at_nyquist), 2 * damping / std::sqrt(at_zero * at_nyquist), top, band - top, bottom - top, 2};
}

}  // namespace busbar
