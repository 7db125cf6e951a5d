// Smooths a gain from 0 to 1 by three moving averages in a row: an FIR without negative taps that sum to one, in the
// shape of a quadratic B-spline, at a cost that does not depend on its length. In: gains. Out: gains.
// Invariants: sums are kept in integers, so they never drift and a constant 1 gives exactly 1; what is rounded off is
// rounded down, so the output never exceeds the weighted mean of the input.
#pragma once

#include <array>
#include <cstdint>

#include "rt/state_block.h"

namespace busbar {

class BoxSmoother {
 public:
  /// For an FIR over `span` + 1 frames. Lays its rings out behind itself.
  void lay_out(Carver& carver, std::uint32_t span) {
    for (std::uint32_t i = 0; i < 3; ++i) {
      const std::uint32_t length = (span + i) / 3 + 1;
      auto* ring = carver.take<std::int64_t>(length);
      if (!carver.measuring()) boxes_[i] = {ring, length, 0, 0};
    }
    if (!carver.measuring()) clear();
  }

  double next(double gain) noexcept {
    auto value = static_cast<std::int64_t>(gain * unit_);
    for (Box& b : boxes_) value = b.next(value);
    return static_cast<double>(value) / total_;
  }

  /// As if the gain had always been 1.
  void clear() noexcept {
    double lengths = 1;
    for (const Box& b : boxes_) lengths *= b.length;
    // The last sum stays below 2^62.
    unit_ = 1;
    for (int bits = 0; bits < 40 && unit_ * lengths * 2 <= 0x1p62; ++bits) unit_ *= 2;
    auto value = static_cast<std::int64_t>(unit_);
    for (Box& b : boxes_) value = b.fill(value);
    total_ = static_cast<double>(value);
  }

 private:
  struct Box {
    std::int64_t* ring;
    std::uint32_t length, at;
    std::int64_t sum;

    std::int64_t next(std::int64_t value) noexcept {
      sum += value - ring[at];
      ring[at] = value;
      at = at + 1 == length ? 0 : at + 1;
      return sum;
    }
    std::int64_t fill(std::int64_t value) noexcept {
      for (std::uint32_t i = 0; i < length; ++i) ring[i] = value;
      at = 0;
      return sum = value * static_cast<std::int64_t>(length);
    }
  };

  std::array<Box, 3> boxes_{};
  double unit_ = 1, total_ = 1;
};

}  // namespace busbar
