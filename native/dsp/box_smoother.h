// Smooths a gain from 0 to 1 by three moving averages in a row: an FIR without negative taps that sum to one, in the
// shape of a quadratic B-spline, at a cost that does not depend on its length. In: gains. Out: gains.
// Invariants: sums are kept in integers, so they never drift and a constant 1 gives exactly 1; what is rounded off is
// rounded down, so the output never exceeds the weighted mean of the input.
#pragma once

#include <array>
#include <cstdint>

#include "dsp/input_window.h"
#include "rt/state_block.h"
#include "simd/simd.h"

namespace busbar {

class BoxSmoother {
 public:
  static constexpr std::uint32_t kMostFrames = 64;

  /// For an FIR over `span` + 1 frames. Lays its windows out behind itself.
  void lay_out(Carver& carver, std::uint32_t span) {
    for (std::uint32_t i = 0; i < 3; ++i) {
      const std::uint32_t length = (span + i) / 3 + 1;
      auto* memory = carver.take<std::int64_t>(Window::size(length));
      if (memory) boxes_[i] = {Window(memory, length), length, 0};
    }
    if (!carver.measuring()) clear();
  }

  /// Frames after which a gain that stands still is all that there is left.
  static constexpr std::uint32_t settles_after(std::uint32_t span) noexcept { return span + 3; }

  /// At most kMostFrames of them, where they stand. Gives the least that came out.
  double process(double* gains, std::uint32_t frames) noexcept {
    const DynamicsOps& ops = simd().dynamics;
    std::int64_t values[kMostFrames];
    ops.to_wholes(gains, unit_, values, frames);
    for (Box& b : boxes_) b.process(ops, values, frames);
    return ops.to_quotients(values, total_, gains, frames);
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
  using Window = WindowOf<std::int64_t, 2 * kMostFrames>;
  struct Box {
    Window window;
    std::uint32_t length;
    std::int64_t sum;

    void process(const DynamicsOps& ops, std::int64_t* values, std::uint32_t frames) noexcept {
      for (std::uint32_t done = 0; done < frames;) {
        const std::uint32_t n = window.room(frames - done);
        const std::int64_t* newest = window.push(values + done, n);
        sum = ops.box_sum(newest, newest - length, sum, values + done, n);
        done += n;
      }
    }
    std::int64_t fill(std::int64_t value) noexcept {
      window.clear(value);
      return sum = value * static_cast<std::int64_t>(length);
    }
  };

  std::array<Box, 3> boxes_{};
  double unit_ = 1, total_ = 1;
};

}  // namespace busbar
