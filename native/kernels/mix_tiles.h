// Weighted sums at rest, row by row, packed for simd/simd.h: rows that follow each other and take the same inputs become
// tiles. In: rows of (input, gain). Out: blocks. Inputs that a row does not name cost nothing and let nothing through.
// Invariant: `clear`, `add` and `settle` allocate nothing, within what construction was told.
#pragma once

#include <cstdint>
#include <vector>

#include "simd/simd.h"

namespace busbar {

class MixTiles {
 public:
  MixTiles(std::uint32_t rows, std::size_t terms);

  void clear() noexcept;
  /// Opens the next row. `from_zero`: it starts from +0, as if something silent stood before.
  void row(bool from_zero) noexcept;
  /// The next term of the row that was opened last.
  void term(std::uint32_t column, double gain) noexcept;
  void settle() noexcept;

  /// Row r becomes out[r].
  void process(const double* const* in, double* const* out, std::uint32_t frames) const noexcept;

 private:
  struct Row {
    std::uint32_t first, count;
    bool from_zero;
  };
  struct Tile {
    MixTile sums;
    std::uint32_t row;  ///< the first
  };
  bool alike(const Row& a, const Row& b) const noexcept;

  const Simd& simd_ = simd();
  std::vector<std::uint32_t> columns_;
  std::vector<double> gains_, packed_;  ///< row by row; tile by tile, input by input
  std::vector<Row> rows_;
  std::vector<Tile> tiles_;
  std::uint32_t row_count_ = 0, tile_count_ = 0, terms_ = 0;
};

}  // namespace busbar
