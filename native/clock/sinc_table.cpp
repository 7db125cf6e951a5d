#include "clock/sinc_table.h"

#include <cmath>
#include <numbers>

#include "dsp/windowed_sinc.h"

namespace busbar {

SincTable::SincTable(std::uint32_t taps, double cutoff, double beta)
    : taps_(taps), padded_((taps + kSincStep - 1) / kSincStep * kSincStep), rows_(std::size_t{padded_} * (kPhases + 3)) {
  const double half = taps / 2.0;
  const double width = 2 * cutoff;
  double* row = rows_.data();
  for (std::int32_t phase = -1; phase <= static_cast<std::int32_t>(kPhases) + 1; ++phase, row += padded_) {
    const double fraction = static_cast<double>(phase) / kPhases;
    double sum = 0;
    for (std::uint32_t j = 0; j < taps; ++j) {
      const double distance = static_cast<double>(j) - (half - 1) - fraction;
      const double u = distance / half;
      const double x = std::numbers::pi * width * distance;
      // Exact zeros where they belong: at a fraction of 0 a full-band row is a single tap of 1.
      const bool is_zero = width == 1 && distance == std::floor(distance) && distance != 0;
      const double sinc = x == 0 ? 1 : is_zero ? 0 : std::sin(x) / x;
      row[j] = std::fabs(u) > 1 ? 0 : sinc * bessel_i0(beta * std::sqrt(1 - u * u));
      sum += row[j];
    }
    for (std::uint32_t j = 0; j < taps; ++j) row[j] /= sum;
  }
}

void SincTable::aim(SincFrame& frame, double fraction) const noexcept {
  const double place = fraction * kPhases;
  const auto phase = static_cast<std::uint32_t>(place);
  const double x = place - phase;
  frame.rows = rows_.data() + std::size_t{phase} * padded_;
  frame.padded = padded_;
  // Lagrange's cubic through phases -1, 0, 1, 2.
  frame.weights[0] = -x * (x - 1) * (x - 2) / 6;
  frame.weights[1] = (x + 1) * (x - 1) * (x - 2) / 2;
  frame.weights[2] = -(x + 1) * x * (x - 2) / 2;
  frame.weights[3] = (x + 1) * x * (x - 1) / 6;
}

}  // namespace busbar
