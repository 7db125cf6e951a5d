// Splits a signal into bands whose sum is an all-pass. In: corner frequencies, ascending, and a kind. Out: sections
// with where each reads and writes. Every band below a corner also passes that corner's all-pass, so that all bands
// have the same phase and the sum stays flat for any number of bands.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "dsp/prototype.h"

namespace busbar {

/// What splits at one corner: low + high = all-pass, signs included.
struct Split {
  Prototype side;         ///< low-pass as it stands, high-pass mirrored
  double high_sign = 1;
  Prototype allpass;      ///< the phase of the sum
};

/// BW1 and BW3 (odd orders sum flat as they are), LR2, LR4 and LR8; the index of crossover's `kind`.
Split split_of(int kind) noexcept;

struct CrossoverStage {
  Section section;
  std::uint32_t from, to;  ///< bands; kCrossoverInput: the input
};
inline constexpr std::uint32_t kCrossoverInput = ~std::uint32_t{0};

/// Sections in running order; the last band's place holds what is still to be split until the end.
/// S. Lipshitz, J. Vanderkooy, "In-phase crossover network design", JAES 34 (1986), p. 889-894; W. D'Appolito,
/// "Active realization of multiway all-pass crossover systems", JAES 35 (1987), p. 239-245.
std::vector<CrossoverStage> design_crossover(int kind, std::span<const double> corners_hz, double rate_hz);

}  // namespace busbar
