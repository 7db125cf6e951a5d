// Products of spectra in single precision, and samples on their way into it and back. A spectrum is its real parts, then
// its imaginary parts; of the first bin both are real: 0 Hz, and half the rate. Invariant: nothing is fused, so that all paths
// round alike: in single precision the roundings of a long FIR would lie above -140 dB.
#pragma once

#include <cstddef>

#include "simd/paths/lanes.h"

namespace busbar::BUSBAR_SIMD_PATH {

inline constexpr std::uint32_t kFloats = 2 * kWidest;
typedef float Floats __attribute__((vector_size(4 * kFloats)));

/// What pffft asks for, and what lets the narrowest registers take their operands from memory.
inline constexpr std::size_t kAligned = 16;

BUSBAR_INLINE Floats load_floats(const float* from) noexcept {
  Floats v;
  __builtin_memcpy(&v, __builtin_assume_aligned(from, kAligned), sizeof v);
  return v;
}
BUSBAR_INLINE void store_floats(float* to, const Floats& v) noexcept {
  __builtin_memcpy(__builtin_assume_aligned(to, kAligned), &v, sizeof v);
}

/// `Count` products at a time, while the sums of a bin stay where they are.
template <std::uint32_t Count>
BUSBAR_INLINE void multiply_some(const float* spectra, const float* taps, std::uint32_t bins, float* sum, bool fresh) noexcept {
  constexpr std::uint32_t kRegisters = 2;
  const float *x[Count], *h[Count];
  float zero = fresh ? 0 : sum[0], half = fresh ? 0 : sum[bins];
  BUSBAR_UNROLL
  for (std::uint32_t p = 0; p < Count; ++p) {
    x[p] = spectra - 2 * std::size_t{p} * bins;
    h[p] = taps + 2 * std::size_t{p} * bins;
    zero += x[p][0] * h[p][0];
    half += x[p][bins] * h[p][bins];
  }
  for (std::size_t re = 0, im = bins; re < bins; re += kRegisters * kFloats, im += kRegisters * kFloats) {
    Floats sum_re[kRegisters], sum_im[kRegisters];
    BUSBAR_UNROLL
    for (std::uint32_t r = 0; r < kRegisters; ++r) {
      sum_re[r] = fresh ? Floats{} : load_floats(sum + re + r * kFloats);
      sum_im[r] = fresh ? Floats{} : load_floats(sum + im + r * kFloats);
    }
    BUSBAR_UNROLL
    for (std::uint32_t p = 0; p < Count; ++p)
      BUSBAR_UNROLL
      for (std::uint32_t r = 0; r < kRegisters; ++r) {
        const Floats a = load_floats(x[p] + re + r * kFloats), b = load_floats(x[p] + im + r * kFloats);
        const Floats c = load_floats(h[p] + re + r * kFloats), d = load_floats(h[p] + im + r * kFloats);
        sum_re[r] = sum_re[r] + a * c - b * d;
        sum_im[r] = sum_im[r] + a * d + b * c;
      }
    BUSBAR_UNROLL
    for (std::uint32_t r = 0; r < kRegisters; ++r) {
      store_floats(sum + re + r * kFloats, sum_re[r]);
      store_floats(sum + im + r * kFloats, sum_im[r]);
    }
  }
  sum[0] = zero;
  sum[bins] = half;
}

void multiply_spectra(const float* spectra, const float* taps, std::uint32_t count, std::uint32_t bins, float* sum, bool fresh) noexcept {
  const std::size_t step = 2 * std::size_t{bins};
  for (; count >= 4; count -= 4, fresh = false, spectra -= 4 * step, taps += 4 * step) multiply_some<4>(spectra, taps, bins, sum, fresh);
  if (count >= 2) {
    multiply_some<2>(spectra, taps, bins, sum, fresh);
    count -= 2, fresh = false, spectra -= 2 * step, taps += 2 * step;
  }
  if (count == 1) multiply_some<1>(spectra, taps, bins, sum, fresh);
}

/// As many as a register of doubles, in single precision.
typedef float Singles __attribute__((vector_size(4 * kWidest)));

void to_single(const double* x, float* out, std::uint32_t frames) noexcept {
  std::uint32_t i = 0;
  for (; i + kWidest <= frames; i += kWidest) {
    const Singles singles = __builtin_convertvector(load<kWidest>(x + i), Singles);
    __builtin_memcpy(out + i, &singles, sizeof singles);
  }
  for (; i < frames; ++i) out[i] = static_cast<float>(x[i]);
}

void add_single(const float* x, double* out, std::uint32_t frames) noexcept {
  std::uint32_t i = 0;
  for (; i + kWidest <= frames; i += kWidest) {
    Singles singles;
    __builtin_memcpy(&singles, x + i, sizeof singles);
    store<kWidest>(out + i, load<kWidest>(out + i) + __builtin_convertvector(singles, Vector<kWidest>));
  }
  for (; i < frames; ++i) out[i] += static_cast<double>(x[i]);
}

}  // namespace busbar::BUSBAR_SIMD_PATH
