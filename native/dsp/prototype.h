// Low-pass prototypes as lists of poles, and the low-pass or high-pass sections that they become. In: family and
// order. Out: at most four poles. Invariant: frequencies are relative to the corner of the whole filter.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "dsp/section.h"

namespace busbar {

/// A pole pair (order 2) or a real pole (order 1, k unused).
struct Pole {
  double ratio;  ///< of the corner frequency
  double k;      ///< 1 / Q
  std::uint32_t order;
};

struct Prototype {
  std::array<Pole, 4> at{};
  std::size_t count = 0;
};

/// H = 1 / prod(s^2 + 2 sin((2i + 1) pi / 2n) s + 1), times 1 / (s + 1) for odd n; -3 dB at the corner.
/// S. Butterworth, "On the theory of filter amplifiers", Wireless Engineer 7 (1930), p. 536-541. Order 1..8.
inline Prototype butterworth(std::uint32_t order) noexcept {
  Prototype p;
  for (std::uint32_t i = 0; i < order / 2; ++i)
    p.at[p.count++] = {1, 2 * std::sin((2 * i + 1) * std::numbers::pi / (2 * order)), 2};
  if (order % 2 == 1) p.at[p.count++] = {1, 1, 1};
  return p;
}

/// A Butterworth of half the order, squared; -6 dB at the corner. Order 2, 4 or 8.
/// S. Linkwitz, "Active crossover networks for noncoincident drivers", JAES 24 (1976), p. 2-8.
inline Prototype linkwitz_riley(std::uint32_t order) noexcept {
  Prototype p;
  if (order == 2) {
    p.at[p.count++] = {1, 2, 2};
    return p;
  }
  const Prototype half = butterworth(order / 2);
  for (std::size_t i = 0; i < half.count; ++i) {
    p.at[p.count++] = half.at[i];
    p.at[p.count++] = half.at[i];
  }
  return p;
}

/// Poles of 1 / (reverse Bessel polynomial), scaled to -3 dB (exactly 1 / sqrt 2) at the corner. Order 1..8.
/// W. E. Thomson, "Delay networks having maximally flat frequency characteristics", Proc. IEE 96 (1949), p. 487-490.
Prototype bessel(std::uint32_t order) noexcept;

inline Section lowpass_section(const Pole& p, double g) noexcept {
  return p.order == 2 ? lowpass2(g * p.ratio, p.k) : lowpass1(g * p.ratio);
}
/// s -> 1 / s: the mirror image about the corner.
inline Section highpass_section(const Pole& p, double g) noexcept {
  return p.order == 2 ? highpass2(g / p.ratio, p.k) : highpass1(g / p.ratio);
}

}  // namespace busbar
