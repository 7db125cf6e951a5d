// Running sums and running maxima within a register, in log2(W) steps (W. D. Hillis, G. L. Steele, "Data parallel
// algorithms", CACM 29(12), 1986). Exact whatever the width: whole numbers add, and maxima are found, in any order.
#pragma once

#include "simd/paths/lanes.h"

namespace busbar::BUSBAR_SIMD_PATH {

/// Whole numbers of 64 bits, as many as a register of doubles holds.
template <std::uint32_t W>
struct WholeOf {
  typedef std::int64_t Type __attribute__((vector_size(8 * W)));
};
template <>
struct WholeOf<1> {
  using Type = std::int64_t;
};
template <std::uint32_t W>
using Whole = typename WholeOf<W>::Type;

/// The same bits.
template <class To, class From>
BUSBAR_INLINE To as(const From& from) noexcept {
  return __builtin_bit_cast(To, from);
}

template <std::uint32_t... I>
struct Lanes {};
template <std::uint32_t W>
struct LanesOf;
template <>
struct LanesOf<2> : Lanes<0, 1> {};
template <>
struct LanesOf<4> : Lanes<0, 1, 2, 3> {};
template <>
struct LanesOf<8> : Lanes<0, 1, 2, 3, 4, 5, 6, 7> {};

/// Lanes moved up by K, towards later frames; what comes in from below is `fill`.
template <std::uint32_t K, class V, std::uint32_t... I>
BUSBAR_INLINE V moved_up(const V& x, const V& fill, Lanes<I...>) noexcept {
  return __builtin_shufflevector(fill, x, (I < K ? I : sizeof...(I) + I - K)...);
}
template <std::uint32_t K, class V, std::uint32_t... I>
BUSBAR_INLINE V moved_down(const V& x, const V& fill, Lanes<I...>) noexcept {
  return __builtin_shufflevector(x, fill, (I + K)...);
}
template <std::uint32_t Lane, class V, std::uint32_t... I>
BUSBAR_INLINE V spread(const V& x, Lanes<I...>) noexcept {
  return __builtin_shufflevector(x, x, (I * 0 + Lane)...);
}

/// Each lane with all below it.
template <std::uint32_t W, class V, class Join>
BUSBAR_INLINE V joined_up(V x, const V& fill, Join join) noexcept {
  x = join(x, moved_up<1>(x, fill, LanesOf<W>{}));
  if constexpr (W > 2) x = join(x, moved_up<2>(x, fill, LanesOf<W>{}));
  if constexpr (W > 4) x = join(x, moved_up<4>(x, fill, LanesOf<W>{}));
  return x;
}
/// Each lane with all above it.
template <std::uint32_t W, class V, class Join>
BUSBAR_INLINE V joined_down(V x, const V& fill, Join join) noexcept {
  x = join(x, moved_down<1>(x, fill, LanesOf<W>{}));
  if constexpr (W > 2) x = join(x, moved_down<2>(x, fill, LanesOf<W>{}));
  if constexpr (W > 4) x = join(x, moved_down<4>(x, fill, LanesOf<W>{}));
  return x;
}

}  // namespace busbar::BUSBAR_SIMD_PATH
