#include "dsp/windowed_sinc.h"

#include <cmath>
#include <numbers>

namespace busbar {

double bessel_i0(double x) noexcept {
  double term = 1, sum = 1;
  for (int k = 1; term > 1e-17 * sum; ++k) {
    const double half = x / (2.0 * k);
    term *= half * half;
    sum += term;
  }
  return sum;
}

void windowed_sinc(double* taps, std::uint32_t half, double fraction, double beta) noexcept {
  const std::uint32_t count = 2 * half;
  const double at_zero = bessel_i0(beta);
  const double sine = std::sin(std::numbers::pi * fraction);
  double sum = 0;
  for (std::uint32_t k = 0; k < count; ++k) {
    const double whole = static_cast<double>(k) - (half - 1.0);
    const double distance = whole - fraction;
    const double u = distance / half;
    // sin(pi (whole - fraction)) = -(-1)^whole sin(pi fraction): exact zeros where they belong.
    const double sign = (k + half - 1) % 2 == 0 ? -1.0 : 1.0;
    const double sinc = distance == 0 ? 1.0 : fraction == 0 || fraction == 1 ? 0.0 : sign * sine / (std::numbers::pi * distance);
    taps[k] = sinc * bessel_i0(beta * std::sqrt(std::fmax(0.0, 1 - u * u))) / at_zero;
    sum += taps[k];
  }
  for (std::uint32_t k = 0; k < count; ++k) taps[k] /= sum;
}

}  // namespace busbar
