// Random numbers of a stream: SplitMix64. G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number
// generators", OOPSLA 2014, p. 453-472, fig. 16. Invariant: equal seeds give equal streams on any machine.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

namespace busbar {

class Random {
 public:
  /// Channels of one seed start at unrelated places of the one cycle of 2^64.
  void seed(std::uint64_t seed, std::uint64_t channel) noexcept { state_ = mix(seed + mix((channel + 1) * kGamma)); }

  std::uint64_t next() noexcept { return mix(state_ += kGamma); }

  /// Triangular density on (-1, 1): the difference of two uniform halves of one draw.
  double triangular() noexcept {
    const std::uint64_t bits = next();
    const auto high = static_cast<std::int64_t>(bits >> 32);
    const auto low = static_cast<std::int64_t>(bits & 0xffffffffu);
    return static_cast<double>(high - low) * 0x1p-32;
  }

  /// Normal density, mean 0, variance 1. G. Box, M. Muller, "A note on the generation of random normal deviates",
  /// Ann. Math. Stat. 29 (1958), p. 610-611; at most 8.5 in magnitude.
  double normal() noexcept {
    const double u = (static_cast<double>(next() >> 11) + 0.5) * 0x1p-53;
    const double v = static_cast<double>(next() >> 11) * 0x1p-53;
    return std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * v);
  }

  /// Exponential density, mean 1; at most 37.5.
  double exponential() noexcept { return -std::log((static_cast<double>(next() >> 11) + 0.5) * 0x1p-53); }

 private:
  static constexpr std::uint64_t kGamma = 0x9e3779b97f4a7c15;
  static std::uint64_t mix(std::uint64_t z) noexcept {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }

  std::uint64_t state_ = 0;
};

}  // namespace busbar
