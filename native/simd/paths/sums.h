// Weighted sums in register tiles: outputs of a mix, outputs of a short FIR. Every output adds its products in one order,
// whatever the tile and the number of frames.
#pragma once

#include "simd/paths/lanes.h"

namespace busbar::BUSBAR_SIMD_PATH {

/// Rows by `Registers` of W frames from `at` on.
template <std::uint32_t Rows, std::uint32_t W, std::uint32_t Registers>
BUSBAR_INLINE void mix_tile(const MixTile& t, std::uint32_t at) noexcept {
  using V = Vector<W>;
  V sum[Rows][Registers], x[Registers];
  const double* gains = t.gains;
  const double* in = t.in[t.columns[0]] + at;
  BUSBAR_UNROLL
  for (std::uint32_t r = 0; r < Registers; ++r) x[r] = load<W>(in + r * W);
  BUSBAR_UNROLL
  for (std::uint32_t row = 0; row < Rows; ++row)
    BUSBAR_UNROLL
    for (std::uint32_t r = 0; r < Registers; ++r) sum[row][r] = x[r] * all<W>(gains[row]);
  if (t.from_zero) {
    BUSBAR_UNROLL
    for (std::uint32_t row = 0; row < Rows; ++row)
      BUSBAR_UNROLL
      for (std::uint32_t r = 0; r < Registers; ++r) sum[row][r] = all<W>(0) + sum[row][r];
  }
  for (std::uint32_t c = 1; c < t.column_count; ++c) {
    gains += t.rows;
    in = t.in[t.columns[c]] + at;
    BUSBAR_UNROLL
    for (std::uint32_t r = 0; r < Registers; ++r) x[r] = load<W>(in + r * W);
    BUSBAR_UNROLL
    for (std::uint32_t row = 0; row < Rows; ++row) {
      const V gain = all<W>(gains[row]);
      BUSBAR_UNROLL
      for (std::uint32_t r = 0; r < Registers; ++r) sum[row][r] = multiply_add(x[r], gain, sum[row][r]);
    }
  }
  BUSBAR_UNROLL
  for (std::uint32_t row = 0; row < Rows; ++row)
    BUSBAR_UNROLL
    for (std::uint32_t r = 0; r < Registers; ++r) store<W>(t.out[row] + at + r * W, sum[row][r]);
}

template <std::uint32_t Rows>
void mix_rows(const MixTile& t, std::uint32_t frames) noexcept {
  // Eight sums at least, so that none waits for itself; more where a tile's own work has fewer products to be shared by.
  constexpr std::uint32_t kRegisters = Rows >= 4 ? 2 : 8 / Rows;
  std::uint32_t i = 0;
  for (; i + kRegisters * kWidest <= frames; i += kRegisters * kWidest) mix_tile<Rows, kWidest, kRegisters>(t, i);
  for (; i + kWidest <= frames; i += kWidest) mix_tile<Rows, kWidest, 1>(t, i);
  for (; i < frames; ++i) mix_tile<Rows, 1, 1>(t, i);
}

/// Rows that the widest tile of this instruction set holds in registers, sums and inputs.
inline constexpr std::uint32_t kTileRows = kWidest == 8 ? 8 : 4;

void mix(const MixTile& tile, std::uint32_t frames) noexcept {
  MixTile t = tile;
  // A tile is `rows` wide in `gains` whatever is taken from it at a time.
  const auto take = [&](std::uint32_t rows, void (*some)(const MixTile&, std::uint32_t) noexcept, std::uint32_t& left) {
    for (; left >= rows; left -= rows) {
      some(t, frames);
      t.gains += rows;
      t.out += rows;
    }
  };
  std::uint32_t left = tile.rows;
  if constexpr (kTileRows == 8) take(8, mix_rows<8>, left);
  take(4, mix_rows<4>, left);
  take(2, mix_rows<2>, left);
  take(1, mix_rows<1>, left);
}

/// `out` may be `in`.
void times(const double* in, double gain, double* out, std::uint32_t frames) noexcept {
  const Vector<kWidest> gains = all<kWidest>(gain);
  std::uint32_t i = 0;
  for (; i + 4 * kWidest <= frames; i += 4 * kWidest) {
    Vector<kWidest> x[4];
    BUSBAR_UNROLL
    for (std::uint32_t r = 0; r < 4; ++r) x[r] = load<kWidest>(in + i + r * kWidest) * gains;
    BUSBAR_UNROLL
    for (std::uint32_t r = 0; r < 4; ++r) store<kWidest>(out + i + r * kWidest, x[r]);
  }
  for (; i < frames; ++i) out[i] = in[i] * gain;
}

template <bool Add>
void scale(const double* in, const double* gains, double* out, std::uint32_t frames) noexcept {
  const auto step = [&]<std::uint32_t W>(std::uint32_t i) {
    const Vector<W> x = load<W>(in + i), gain = load<W>(gains + i);
    store<W>(out + i, Add ? multiply_add(x, gain, load<W>(out + i)) : x * gain);
  };
  std::uint32_t i = 0;
  for (; i + kWidest <= frames; i += kWidest) step.template operator()<kWidest>(i);
  for (; i < frames; ++i) step.template operator()<1>(i);
}

template <std::uint32_t W, std::uint32_t Registers>
BUSBAR_INLINE void convolve_tile(const double* taps, std::uint32_t count, const double* in, double* out) noexcept {
  Vector<W> sum[Registers];
  BUSBAR_UNROLL
  for (std::uint32_t r = 0; r < Registers; ++r) sum[r] = all<W>(0);
  for (std::uint32_t k = 0; k < count; ++k, --in) {
    const Vector<W> tap = all<W>(taps[k]);
    BUSBAR_UNROLL
    for (std::uint32_t r = 0; r < Registers; ++r) sum[r] = multiply_add(tap, load<W>(in + r * W), sum[r]);
  }
  BUSBAR_UNROLL
  for (std::uint32_t r = 0; r < Registers; ++r) store<W>(out + r * W, sum[r]);
}

void convolve(const double* taps, std::uint32_t count, const double* in, double* out, std::uint32_t frames) noexcept {
  std::uint32_t i = 0;
  for (; i + 8 * kWidest <= frames; i += 8 * kWidest) convolve_tile<kWidest, 8>(taps, count, in + i, out + i);
  for (; i + 2 * kWidest <= frames; i += 2 * kWidest) convolve_tile<kWidest, 2>(taps, count, in + i, out + i);
  for (; i < frames; ++i) convolve_tile<1, 1>(taps, count, in + i, out + i);
}

}  // namespace busbar::BUSBAR_SIMD_PATH
