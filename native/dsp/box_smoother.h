// Smooths a gain from 0 to 1 by three moving averages in a row: an FIR without negative taps that sum to one, in the
// shape of a quadratic B-spline, at a cost that does not depend on its length. In: gains. Out: gains.
// Invariants: sums are kept in integers, so they never drift and a constant 1 gives exactly 1; what is rounded off is
// rounded down, so the output never exceeds the weighted mean of the input.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "rt/state_block.h"

namespace busbar {

class BoxSmoother {
 public:
  static constexpr std::uint32_t kMostFrames = 64;

  /// For an FIR over `span` + 1 frames. Lays its rings out behind itself.
  void lay_out(Carver& carver, std::uint32_t span) {
    for (std::uint32_t i = 0; i < 3; ++i) {
      const std::uint32_t length = (span + i) / 3 + 1;
      auto* ring = carver.take<std::int64_t>(length);
      if (!carver.measuring()) boxes_[i] = {ring, length, 0, 0};
    }
    if (!carver.measuring()) clear();
  }

  /// Frames after which a gain that stands still is all that there is left.
  static constexpr std::uint32_t settles_after(std::uint32_t span) noexcept { return span + 3; }

  /// At most kMostFrames of them, where they stand.
  void process(double* gains, std::uint32_t frames) noexcept {
    std::int64_t values[kMostFrames];
    for (std::uint32_t i = 0; i < frames; ++i) values[i] = static_cast<std::int64_t>(gains[i] * unit_);
    for (Box& b : boxes_) b.process(values, frames);
    for (std::uint32_t i = 0; i < frames; ++i) gains[i] = static_cast<double>(values[i]) / total_;
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

    void process(std::int64_t* values, std::uint32_t frames) noexcept {
      for (std::uint32_t done = 0; done < frames;) {
        const std::uint32_t n = std::min(frames - done, length - at);
        std::int64_t *now = values + done, *oldest = ring + at;
        for (std::uint32_t i = 0; i < n; ++i) {
          sum += now[i] - oldest[i];
          oldest[i] = now[i];
          now[i] = sum;
        }
        done += n;
        at = at + n == length ? 0 : at + n;
      }
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
