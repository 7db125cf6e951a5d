// `kind` of high-pass and low-pass: family and order in one word, BW4. In: the choice's index. Out: a prototype.
#pragma once

#include "dsp/prototype.h"
#include "generated/params.h"

namespace busbar {

/// Both types have the same list; `q`, where it is given, replaces the default BW2.
inline Prototype prototype_of(double kind, double q) noexcept {
  using Kind = params::Lowpass::Kind;
  static_assert(static_cast<int>(Kind::kBe8) == static_cast<int>(params::Highpass::Kind::kBe8));
  const int index = static_cast<int>(kind);
  if (index == static_cast<int>(Kind::kBw2) && q > 0) return {{{{1, 1 / q, 2}}}, 1};
  if (index >= static_cast<int>(Kind::kBe1)) return bessel(static_cast<std::uint32_t>(index - static_cast<int>(Kind::kBe1) + 1));
  switch (static_cast<Kind>(index)) {
    case Kind::kLr2: return linkwitz_riley(2);
    case Kind::kLr4: return linkwitz_riley(4);
    case Kind::kLr8: return linkwitz_riley(8);
    default: return butterworth(static_cast<std::uint32_t>(index + 1));
  }
}

}  // namespace busbar
