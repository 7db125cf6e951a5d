// What a section's loop multiplies by, and what it remembers. In: a Section. Out: numbers for simd/simd.h, whose loop is
// that of Zavalishin (2012), eq. 3.30 for order 1 and 4.23 for order 2, solved for the band-pass output first as Simper does.
#pragma once

#include "dsp/section.h"
#include "simd/simd.h"

namespace busbar {

struct SectionFactors {
  double at[kSectionFactors];
};

/// Integrator states of one channel of one section; order 1 uses the second, order 0 none.
struct SectionState {
  double s1 = 0, s2 = 0;
};

/// With s2 + g band for the low-pass output, which then need not be worked out.
inline SectionFactors section_factors(const Section& s) noexcept {
  if (s.order == 0) return {{0, 0, 2, 0, s.m0, 0, 0}};
  if (s.order == 1) return {{0, s.g / (1 + s.g), 0, 2, s.m0, s.m2, s.m2}};
  const double a1 = 1 / (1 + s.g * (s.g + s.k));
  return {{a1, s.g * a1, 2, 2 * s.g, s.m0, s.m1 * s.k + s.m2 * s.g, s.m2}};
}

/// Leaves samples as they are.
inline constexpr SectionFactors kPassOn = {{0, 0, 2, 0, 1, 0, 0}};

}  // namespace busbar
