// Runs a section over samples. In: coefficients derived from a Section, two integrator states. Out: samples.
// Invariant: one sample at a time in stream order, so any split of the stream gives the same bits.
#pragma once

#include <cstdint>

#include "dsp/section.h"

namespace busbar {

/// What the loop multiplies by.
struct SectionCoefs {
  double a1 = 0, a2 = 0, a3 = 0;
  double m0 = 1, m1 = 0, m2 = 0;
};

/// Integrator states of one channel of one section; order 1 uses the first.
struct SectionState {
  double s1 = 0, s2 = 0;
};

/// Zavalishin (2012), eq. 3.30 for order 1 and 4.23 for order 2, solved for the band-pass output first as Simper does.
inline SectionCoefs section_coefs(const Section& s) noexcept {
  if (s.order == 1) return {s.g / (1 + s.g), 0, 0, s.m0, 0, s.m2};
  const double a1 = 1 / (1 + s.g * (s.g + s.k));
  const double a2 = s.g * a1;
  return {a1, a2, s.g * a2, s.m0, s.m1 * s.k, s.m2};
}

template <std::uint32_t Order>
inline double section_step(const SectionCoefs& c, SectionState& s, double x) noexcept {
  if constexpr (Order == 0) {
    return c.m0 * x;
  } else if constexpr (Order == 1) {
    const double v = (x - s.s1) * c.a1;
    const double low = v + s.s1;
    s.s1 = low + v;
    return c.m0 * x + c.m2 * low;
  } else {
    const double v3 = x - s.s2;
    const double band = c.a1 * s.s1 + c.a2 * v3;
    const double low = s.s2 + c.a2 * s.s1 + c.a3 * v3;
    s.s1 = 2 * band - s.s1;
    s.s2 = 2 * low - s.s2;
    return c.m0 * x + c.m1 * band + c.m2 * low;
  }
}

template <std::uint32_t Order>
inline void run_section(const SectionCoefs& coefs, SectionState& state, const double* in, double* out,
                        std::uint32_t frames) noexcept {
  const SectionCoefs c = coefs;
  SectionState s = state;  // in registers: `out` may alias `state` for all the compiler knows
  for (std::uint32_t i = 0; i < frames; ++i) out[i] = section_step<Order>(c, s, in[i]);
  state = s;
}

/// `in` and `out` may be the same.
inline void run_section(std::uint32_t order, const SectionCoefs& coefs, SectionState& state, const double* in, double* out,
                        std::uint32_t frames) noexcept {
  if (order == 2) run_section<2>(coefs, state, in, out, frames);
  else if (order == 1) run_section<1>(coefs, state, in, out, frames);
  else run_section<0>(coefs, state, in, out, frames);
}

}  // namespace busbar
