#include "dsp/double_fft.h"

#include <cmath>
#include <numbers>
#include <utility>

namespace busbar {
namespace {

/// Written out: the library's product looks for infinities first.
std::complex<double> times(std::complex<double> a, std::complex<double> b) noexcept {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

void reverse_bits(std::complex<double>* x, std::size_t points) noexcept {
  for (std::size_t i = 1, j = 0; i < points; ++i) {
    std::size_t bit = points >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) std::swap(x[i], x[j]);
  }
}

}  // namespace

DoubleFft::DoubleFft(std::uint32_t points) : turns_(points / 2) {
  for (std::size_t k = 0; k < turns_.size(); ++k) {
    const double angle = -2 * std::numbers::pi * static_cast<double>(k) / points;
    turns_[k] = {std::cos(angle), std::sin(angle)};
  }
}

void DoubleFft::transform(std::complex<double>* x) const noexcept {
  const std::size_t points = 2 * turns_.size();
  reverse_bits(x, points);
  for (std::size_t half = 1; half < points; half *= 2) {
    const std::size_t stride = turns_.size() / half;
    for (std::size_t first = 0; first < points; first += 2 * half)
      for (std::size_t k = 0; k < half; ++k) {
        const std::complex<double> even = x[first + k], odd = times(x[first + half + k], turns_[k * stride]);
        x[first + k] = even + odd;
        x[first + half + k] = even - odd;
      }
  }
}

}  // namespace busbar
