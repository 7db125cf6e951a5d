#include "kernels/mix_tiles.h"

#include <algorithm>

namespace busbar {

MixTiles::MixTiles(std::uint32_t rows, std::size_t terms) : columns_(terms), gains_(terms), packed_(terms), rows_(rows), tiles_(rows) {}

void MixTiles::clear() noexcept { row_count_ = tile_count_ = terms_ = 0; }

void MixTiles::row(bool from_zero) noexcept { rows_[row_count_++] = {terms_, 0, from_zero}; }

void MixTiles::term(std::uint32_t column, double gain) noexcept {
  columns_[terms_] = column;
  gains_[terms_++] = gain;
  ++rows_[row_count_ - 1].count;
}

bool MixTiles::alike(const Row& a, const Row& b) const noexcept {
  return a.count == b.count && a.from_zero == b.from_zero &&
         std::equal(columns_.begin() + a.first, columns_.begin() + a.first + a.count, columns_.begin() + b.first);
}

void MixTiles::settle() noexcept {
  std::size_t packed = 0;
  for (std::uint32_t r = 0; r < row_count_;) {
    const Row& first = rows_[r];
    std::uint32_t rows = 1;
    while (rows < kMostRows && r + rows < row_count_ && alike(first, rows_[r + rows])) ++rows;
    tiles_[tile_count_++] = {{columns_.data() + first.first, packed_.data() + packed, first.count, rows, first.from_zero}, r};
    for (std::uint32_t c = 0; c < first.count; ++c)
      for (std::uint32_t i = 0; i < rows; ++i) packed_[packed++] = gains_[rows_[r + i].first + c];
    r += rows;
  }
}

void MixTiles::process(const double* const* in, double* const* out, std::uint32_t frames) const noexcept {
  for (const Tile* t = tiles_.data(); t != tiles_.data() + tile_count_; ++t) {
    double* const* rows = out + t->row;
    if (t->sums.column_count != 0) simd_.mix(t->sums, in, rows, frames);
    else for (std::uint32_t r = 0; r < t->sums.rows; ++r) std::fill_n(rows[r], frames, 0.0);
  }
}

}  // namespace busbar
