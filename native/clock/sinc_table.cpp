#include "clock/sinc_table.h"

#include <cmath>
#include <numbers>

#include "dsp/pair.h"
#include "dsp/windowed_sinc.h"

namespace busbar {

SincTable::SincTable(std::uint32_t taps, double cutoff, double beta) : taps_(taps), rows_(std::size_t{taps} * (kPhases + 3)) {
  const double half = taps / 2.0;
  const double width = 2 * cutoff;
  double* row = rows_.data();
  for (std::int32_t phase = -1; phase <= static_cast<std::int32_t>(kPhases) + 1; ++phase, row += taps) {
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

void SincTable::at(double fraction, double* taps) const noexcept {
  const double place = fraction * kPhases;
  const auto phase = static_cast<std::uint32_t>(place);
  const double x = place - phase;
  // Lagrange's cubic through phases -1, 0, 1, 2.
  const double a = -x * (x - 1) * (x - 2) / 6;
  const double b = (x + 1) * (x - 1) * (x - 2) / 2;
  const double c = -(x + 1) * x * (x - 2) / 2;
  const double d = (x + 1) * x * (x - 1) / 6;
  const Pair wa = {a, a}, wb = {b, b}, wc = {c, c}, wd = {d, d};
  const double* row = rows_.data() + std::size_t{phase} * taps_;
  const double *next = row + taps_, *third = next + taps_, *fourth = third + taps_;
  for (std::uint32_t j = 0; j < taps_; j += 2)
    store_pair(taps + j, wa * load_pair(row + j) + wb * load_pair(next + j) + wc * load_pair(third + j) + wd * load_pair(fourth + j));
}

}  // namespace busbar
