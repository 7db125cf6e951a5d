// Vectors of doubles in the instruction set that this file is compiled for. BUSBAR_SIMD_PATH is the namespace and
// BUSBAR_SIMD_NAME what the path is called. Nothing of the standard library: an inline function of it, compiled here for
// a wide machine, could be the one that the linker keeps for all.
#pragma once

#include <cstdint>

#include "simd/paths.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

#define BUSBAR_INLINE [[gnu::always_inline]] inline
/// For every loop over an array of registers: where one is not unrolled the array lies in memory.
#define BUSBAR_UNROLL _Pragma("GCC unroll 16")

namespace busbar::BUSBAR_SIMD_PATH {

template <std::uint32_t W>
struct VectorOf;
template <>
struct VectorOf<1> {
  using Type = double;
};
template <>
struct VectorOf<2> {
  typedef double Type __attribute__((vector_size(16)));
};
template <>
struct VectorOf<4> {
  typedef double Type __attribute__((vector_size(32)));
};
template <>
struct VectorOf<8> {
  typedef double Type __attribute__((vector_size(64)));
};
template <std::uint32_t W>
using Vector = typename VectorOf<W>::Type;

/// Doubles of the widest register.
#if defined(__AVX512F__)
inline constexpr std::uint32_t kWidest = 8;
#elif defined(__AVX2__)
inline constexpr std::uint32_t kWidest = 4;
#else
inline constexpr std::uint32_t kWidest = 2;
#endif

template <std::uint32_t W>
BUSBAR_INLINE Vector<W> load(const double* from) noexcept {
  Vector<W> v;
  __builtin_memcpy(&v, from, sizeof v);
  return v;
}
template <std::uint32_t W>
BUSBAR_INLINE void store(double* to, const Vector<W>& v) noexcept {
  __builtin_memcpy(to, &v, sizeof v);
}
template <std::uint32_t W>
BUSBAR_INLINE Vector<W> all(double x) noexcept {
  if constexpr (W == 1) return x;
  else return x - Vector<W>{};
}

/// a b + c: one rounding where the path fuses, two where it does not, never a matter of the width.
template <class V>
BUSBAR_INLINE V multiply_add(const V& a, const V& b, const V& c) noexcept {
#if defined(__FMA__)
  if constexpr (sizeof(V) == 8) return __builtin_fma(a, b, c);
  else if constexpr (sizeof(V) == 16) return (V)_mm_fmadd_pd((__m128d)a, (__m128d)b, (__m128d)c);
  else if constexpr (sizeof(V) == 32) return (V)_mm256_fmadd_pd((__m256d)a, (__m256d)b, (__m256d)c);
#if defined(__AVX512F__)
  else return (V)_mm512_fmadd_pd((__m512d)a, (__m512d)b, (__m512d)c);
#endif
#elif defined(__aarch64__)
  if constexpr (sizeof(V) == 8) return __builtin_fma(a, b, c);
  else return (V)vfmaq_f64((float64x2_t)c, (float64x2_t)a, (float64x2_t)b);
#else
  return a * b + c;
#endif
}

}  // namespace busbar::BUSBAR_SIMD_PATH
