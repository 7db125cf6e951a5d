#include "dsp/crossover_design.h"

namespace busbar {
namespace {

/// With D the prototype of order n: odd Butterworth, 1 -+ s^n over D(s) leaves D's alternate poles mirrored;
/// squared Butterworth, 1 + (-1)^n s^2n = D(s) D(-s), so the sum is D(-s) / D(s).
/// BW3 takes the sign whose all-pass has order 1 (less group delay), not 2.
Section allpass_section(const Pole& p, double g) noexcept {
  return p.order == 2 ? allpass2(g * p.ratio, p.k) : allpass1(g * p.ratio);
}

Section scaled(Section s, double factor) noexcept {
  s.m0 *= factor;
  s.m1 *= factor;
  s.m2 *= factor;
  return s;
}

}  // namespace

Split split_of(int kind) noexcept {
  switch (kind) {
    case 0: return {butterworth(1), 1, {}};
    case 1: return {butterworth(3), -1, butterworth(1)};
    case 2: return {linkwitz_riley(2), -1, butterworth(1)};
    case 4: return {linkwitz_riley(8), 1, butterworth(4)};
    default: return {linkwitz_riley(4), 1, butterworth(2)};
  }
}

std::vector<CrossoverStage> design_crossover(int kind, std::span<const double> corners_hz, double rate_hz) {
  const Split split = split_of(kind);
  const auto last = static_cast<std::uint32_t>(corners_hz.size());
  std::vector<CrossoverStage> stages;
  for (std::uint32_t band = 0; band < last; ++band) {
    std::uint32_t from = band == 0 ? kCrossoverInput : last;
    const std::uint32_t rest = from;
    const auto low = [&](const Section& section) {
      stages.push_back({section, from, band});
      from = band;
    };
    const double g = prewarp(corners_hz[band], rate_hz);
    for (std::size_t i = 0; i < split.side.count; ++i) low(lowpass_section(split.side.at[i], g));
    for (std::uint32_t above = band + 1; above < last; ++above)
      for (std::size_t i = 0; i < split.allpass.count; ++i)
        low(allpass_section(split.allpass.at[i], prewarp(corners_hz[above], rate_hz)));
    for (std::size_t i = 0; i < split.side.count; ++i) {
      const double sign = i == 0 ? split.high_sign : 1;
      stages.push_back({scaled(highpass_section(split.side.at[i], g), sign), i == 0 ? rest : last, last});
    }
  }
  return stages;
}

}  // namespace busbar
