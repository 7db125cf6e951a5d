// Second-order sections over channels in lanes; the arithmetic stands in simd.h. A pass takes several sections, so that
// what they remember stays in registers, and several registers' worth of channels, so that no product waits for the last.
#pragma once

#include "simd/paths/lanes.h"

namespace busbar::BUSBAR_SIMD_PATH {

/// One frame of one section in one register.
template <SectionForm F, class V>
BUSBAR_INLINE V section(const V& x, const V (&f)[kSectionFactors], V& s1, V& s2) noexcept {
  const V v = x - s2;
  const V band = multiply_add(f[kA2], v, f[kA1] * s1);
  V y;
  if constexpr (F == kBell) {
    s1 = multiply_add(band, all<sizeof(V) / sizeof(double)>(2), -s1);
    y = multiply_add(f[kN1], band, x);
  } else {
    s1 = multiply_add(f[kC1], band, -s1);
    y = multiply_add(f[kN1], band, multiply_add(f[kN2], s2, f[kN0] * x));
  }
  s2 = multiply_add(f[kC2], band, s2);
  return y;
}

template <SectionForm F, std::uint32_t W>
BUSBAR_INLINE void load_factors(Vector<W> (&to)[kSectionFactors], const double* from, std::uint32_t width) noexcept {
  BUSBAR_UNROLL
  for (std::uint32_t i = 0; i < kSectionFactors; ++i)
    if (F == kGeneral || i == kA1 || i == kA2 || i == kC2 || i == kN1) to[i] = load<W>(from + i * width);
}

/// `Registers` of W lanes from `lane` on, `Count` sections.
template <SectionForm F, std::uint32_t Width, std::uint32_t W, std::uint32_t Registers, std::uint32_t Count>
void pass(double* buffer, std::uint32_t frames, const double* factors, double* memory, std::uint32_t lane) noexcept {
  using V = Vector<W>;
  V f[Count][Registers][kSectionFactors], s1[Count][Registers], s2[Count][Registers];
  BUSBAR_UNROLL
  for (std::uint32_t k = 0; k < Count; ++k)
    BUSBAR_UNROLL
    for (std::uint32_t r = 0; r < Registers; ++r) {
      const std::uint32_t at = lane + r * W;
      load_factors<F, W>(f[k][r], factors + k * kSectionFactors * Width + at, Width);
      s1[k][r] = load<W>(memory + k * kSectionMemory * Width + at);
      s2[k][r] = load<W>(memory + (k * kSectionMemory + 1) * Width + at);
    }
  double* x = buffer + lane;
  for (std::uint32_t i = 0; i < frames; ++i, x += Width)
    BUSBAR_UNROLL
    for (std::uint32_t r = 0; r < Registers; ++r) {
      V y = load<W>(x + r * W);
      BUSBAR_UNROLL
      for (std::uint32_t k = 0; k < Count; ++k) y = section<F>(y, f[k][r], s1[k][r], s2[k][r]);
      store<W>(x + r * W, y);
    }
  BUSBAR_UNROLL
  for (std::uint32_t k = 0; k < Count; ++k)
    BUSBAR_UNROLL
    for (std::uint32_t r = 0; r < Registers; ++r) {
      const std::uint32_t at = lane + r * W;
      store<W>(memory + k * kSectionMemory * Width + at, s1[k][r]);
      store<W>(memory + (k * kSectionMemory + 1) * Width + at, s2[k][r]);
    }
}

template <SectionForm F, std::uint32_t Width, std::uint32_t Count>
void pass_all(double* buffer, std::uint32_t frames, const double*& factors, double*& memory) noexcept {
  constexpr std::uint32_t W = Width < kWidest ? Width : kWidest;
  constexpr std::uint32_t kRegisters = Count == 1 ? Width / W : 1;
  for (std::uint32_t lane = 0; lane < Width; lane += kRegisters * W)
    pass<F, Width, W, kRegisters, Count>(buffer, frames, factors, memory, lane);
  factors += Count * kSectionFactors * Width;
  memory += Count * kSectionMemory * Width;
}

template <SectionForm F, std::uint32_t Width>
void run(double* buffer, std::uint32_t frames, const double* factors, double* memory, std::uint32_t count) noexcept {
  for (; count >= 5; count -= 5) pass_all<F, Width, 5>(buffer, frames, factors, memory);
  if (count >= 3) {
    pass_all<F, Width, 3>(buffer, frames, factors, memory);
    count -= 3;
  }
  if (count == 2) pass_all<F, Width, 2>(buffer, frames, factors, memory);
  else if (count == 1) pass_all<F, Width, 1>(buffer, frames, factors, memory);
}

template <SectionForm F, std::uint32_t Width>
void run_moving(double* buffer, std::uint32_t frames, const double* factors, double* memory) noexcept {
  constexpr std::uint32_t W = Width < kWidest ? Width : kWidest;
  for (std::uint32_t lane = 0; lane < Width; lane += W) {
    Vector<W> s1 = load<W>(memory + lane), s2 = load<W>(memory + Width + lane), f[kSectionFactors];
    for (std::uint32_t i = 0; i < frames; ++i) {
      load_factors<F, W>(f, factors + i * kSectionFactors * Width + lane, Width);
      double* x = buffer + i * Width + lane;
      store<W>(x, section<F>(load<W>(x), f, s1, s2));
    }
    store<W>(memory + lane, s1);
    store<W>(memory + Width + lane, s2);
  }
}

template <std::uint32_t Width>
void run_gains(double* buffer, std::uint32_t frames, const double* gains, std::uint32_t step) noexcept {
  constexpr std::uint32_t W = Width < kWidest ? Width : kWidest;
  for (std::uint32_t i = 0; i < frames; ++i, buffer += Width, gains += step)
    for (std::uint32_t lane = 0; lane < Width; lane += W)
      store<W>(buffer + lane, load<W>(buffer + lane) * load<W>(gains + lane));
}

}  // namespace busbar::BUSBAR_SIMD_PATH
