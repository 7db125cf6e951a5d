// Weighted sums in register tiles: outputs of a mix, outputs of a short FIR. Every output adds its products in one order,
// whatever the tile and the number of frames.
#pragma once

#include "simd/paths/lanes.h"

namespace busbar::BUSBAR_SIMD_PATH {

/// Rows by `Registers` of W frames from `at` on.
template <std::uint32_t Rows, std::uint32_t W, std::uint32_t Registers>
BUSBAR_INLINE void mix_tile(const MixTile& t, const double* const* ins, double* const* out, std::uint32_t at) noexcept {
  using V = Vector<W>;
  V sum[Rows][Registers], x[Registers];
  const double* gains = t.gains;
  const double* in = ins[t.columns[0]] + at;
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
    in = ins[t.columns[c]] + at;
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
    for (std::uint32_t r = 0; r < Registers; ++r) store<W>(out[row] + at + r * W, sum[row][r]);
}

template <std::uint32_t Rows>
void mix_rows(const MixTile& t, const double* const* in, double* const* out, std::uint32_t frames) noexcept {
  // Eight sums at least, so that none waits for itself; more where a tile's own work has fewer products to be shared by.
  constexpr std::uint32_t kRegisters = Rows >= 4 ? 2 : 8 / Rows;
  std::uint32_t i = 0;
  for (; i + kRegisters * kWidest <= frames; i += kRegisters * kWidest) mix_tile<Rows, kWidest, kRegisters>(t, in, out, i);
  for (; i + kWidest <= frames; i += kWidest) mix_tile<Rows, kWidest, 1>(t, in, out, i);
  for (; i < frames; ++i) mix_tile<Rows, 1, 1>(t, in, out, i);
}

/// One row of few inputs: where they are and their gains stay in registers from the first frame to the last.
template <std::uint32_t Count>
void mix_row(const MixTile& t, const double* const* ins, double* const* outs, std::uint32_t frames) noexcept {
  const double *in[Count], *gains = t.gains;
  BUSBAR_UNROLL
  for (std::uint32_t c = 0; c < Count; ++c) in[c] = ins[t.columns[c]];
  double* out = outs[0];
  const auto some = [&]<std::uint32_t W, std::uint32_t Registers>(std::uint32_t i) {
    Vector<W> sum[Registers];
    BUSBAR_UNROLL
    for (std::uint32_t r = 0; r < Registers; ++r) sum[r] = load<W>(in[0] + i + r * W) * all<W>(gains[0]);
    BUSBAR_UNROLL
    for (std::uint32_t c = 1; c < Count; ++c) {
      const Vector<W> gain = all<W>(gains[c]);
      BUSBAR_UNROLL
      for (std::uint32_t r = 0; r < Registers; ++r) sum[r] = multiply_add(load<W>(in[c] + i + r * W), gain, sum[r]);
    }
    BUSBAR_UNROLL
    for (std::uint32_t r = 0; r < Registers; ++r) store<W>(out + i + r * W, sum[r]);
  };
  std::uint32_t i = 0;
  for (; i + 8 * kWidest <= frames; i += 8 * kWidest) some.template operator()<kWidest, 8>(i);
  for (; i + kWidest <= frames; i += kWidest) some.template operator()<kWidest, 1>(i);
  for (; i < frames; ++i) some.template operator()<1, 1>(i);
}

/// Rows that the widest tile of this instruction set holds in registers, sums and inputs.
inline constexpr std::uint32_t kTileRows = kWidest == 8 ? 8 : 4;

void mix(const MixTile& tile, const double* const* in, double* const* out, std::uint32_t frames) noexcept {
  if (tile.rows == 1 && !tile.from_zero) switch (tile.column_count) {
      case 1: return mix_row<1>(tile, in, out, frames);
      case 2: return mix_row<2>(tile, in, out, frames);
      case 3: return mix_row<3>(tile, in, out, frames);
      case 4: return mix_row<4>(tile, in, out, frames);
      case 5: return mix_row<5>(tile, in, out, frames);
      case 6: return mix_row<6>(tile, in, out, frames);
      default: break;
    }
  // A tile is `rows` wide in `gains` whatever is taken from it at a time.
  MixTile t = tile;
  const auto take = [&](std::uint32_t rows, auto some, std::uint32_t& left) {
    for (; left >= rows; left -= rows) {
      some(t, in, out, frames);
      t.gains += rows;
      out += rows;
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
