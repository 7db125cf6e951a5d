// Channels side by side into lanes and back: planar samples in, frames of `Width` samples out. Squares of W frames by W
// channels are turned in registers; what is left over goes sample by sample.
#pragma once

#include <cstddef>

#include "simd/paths/lanes.h"

namespace busbar::BUSBAR_SIMD_PATH {

BUSBAR_INLINE void turn(Vector<1> (&)[1]) noexcept {}

BUSBAR_INLINE void turn(Vector<2> (&v)[2]) noexcept {
  const Vector<2> a = v[0], b = v[1];
  v[0] = __builtin_shufflevector(a, b, 0, 2);
  v[1] = __builtin_shufflevector(a, b, 1, 3);
}

BUSBAR_INLINE void turn(Vector<4> (&v)[4]) noexcept {
  Vector<4> t[4];
  BUSBAR_UNROLL
  for (std::uint32_t i = 0; i < 4; i += 2) {
    t[i] = __builtin_shufflevector(v[i], v[i + 1], 0, 4, 2, 6);
    t[i + 1] = __builtin_shufflevector(v[i], v[i + 1], 1, 5, 3, 7);
  }
  BUSBAR_UNROLL
  for (std::uint32_t i = 0; i < 2; ++i) {
    v[i] = __builtin_shufflevector(t[i], t[i + 2], 0, 1, 4, 5);
    v[i + 2] = __builtin_shufflevector(t[i], t[i + 2], 2, 3, 6, 7);
  }
}

BUSBAR_INLINE void turn(Vector<8> (&v)[8]) noexcept {
  Vector<8> t[8], u[8];
  BUSBAR_UNROLL
  for (std::uint32_t i = 0; i < 8; i += 2) {
    t[i] = __builtin_shufflevector(v[i], v[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    t[i + 1] = __builtin_shufflevector(v[i], v[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  BUSBAR_UNROLL
  for (std::uint32_t i = 0; i < 8; i += 4)
    BUSBAR_UNROLL
    for (std::uint32_t k = 0; k < 2; ++k) {
      u[i + k] = __builtin_shufflevector(t[i + k], t[i + k + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      u[i + k + 2] = __builtin_shufflevector(t[i + k], t[i + k + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  BUSBAR_UNROLL
  for (std::uint32_t k = 0; k < 4; ++k) {
    v[k] = __builtin_shufflevector(u[k], u[k + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    v[k + 4] = __builtin_shufflevector(u[k], u[k + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

/// `Width` channels, a register's worth at a time.
template <std::uint32_t Width>
void load_lanes(const double* const* in, std::uint32_t frames, double* buffer) noexcept {
  constexpr std::uint32_t W = Width < kWidest ? Width : kWidest;
  for (std::uint32_t lane = 0; lane < Width; lane += W, in += W) {
    const double* from[W];
    BUSBAR_UNROLL
    for (std::uint32_t c = 0; c < W; ++c) from[c] = in[c];
    double* to = buffer + lane;
    std::size_t i = 0;
    for (; i + W <= frames; i += W, to += W * Width) {
      Vector<W> v[W];
      BUSBAR_UNROLL
      for (std::uint32_t c = 0; c < W; ++c) v[c] = load<W>(from[c] + i);
      turn(v);
      BUSBAR_UNROLL
      for (std::uint32_t c = 0; c < W; ++c) store<W>(to + c * Width, v[c]);
    }
    for (; i < frames; ++i, to += Width)
      BUSBAR_UNROLL
      for (std::uint32_t c = 0; c < W; ++c) to[c] = from[c][i];
  }
}

template <std::uint32_t Width>
void store_lanes(const double* buffer, double* const* out, std::uint32_t frames) noexcept {
  constexpr std::uint32_t W = Width < kWidest ? Width : kWidest;
  for (std::uint32_t lane = 0; lane < Width; lane += W, out += W) {
    double* to[W];
    BUSBAR_UNROLL
    for (std::uint32_t c = 0; c < W; ++c) to[c] = out[c];
    const double* from = buffer + lane;
    std::size_t i = 0;
    for (; i + W <= frames; i += W, from += W * Width) {
      Vector<W> v[W];
      BUSBAR_UNROLL
      for (std::uint32_t c = 0; c < W; ++c) v[c] = load<W>(from + c * Width);
      turn(v);
      BUSBAR_UNROLL
      for (std::uint32_t c = 0; c < W; ++c) store<W>(to[c] + i, v[c]);
    }
    for (; i < frames; ++i, from += Width)
      BUSBAR_UNROLL
      for (std::uint32_t c = 0; c < W; ++c) to[c][i] = from[c];
  }
}

}  // namespace busbar::BUSBAR_SIMD_PATH
