// Where what is played next does not follow on what came before, and both are at hand: the stream falls away before that
// place and rises after it, each over 5 ms in a raised cosine, and what a kernel mixes of both sides is silent.
// In: the place, blocks by their position in the producer's stream. Out: the same blocks, untouched further off.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <optional>

#include "clock/drift_loop.h"

namespace busbar {

class SpliceFade {
 public:
  SpliceFade(double producer_hz, std::uint32_t taps) : length_(kSeconds * producer_hz), reach_(taps / 2) {}

  /// `frame`: the first after the splice.
  void expect(std::uint64_t frame) noexcept { frame_ = frame; }
  void forget() noexcept { frame_.reset(); }
  /// A block whose first frame lies at `from`, each at `ratio` frames from the one before.
  void pass(double* const* block, std::uint32_t channels, std::uint32_t frames, const StreamPosition& from, double ratio) noexcept {
    if (!frame_) return;
    const double first = static_cast<double>(static_cast<std::int64_t>(from.frame - *frame_)) + from.fraction;
    if (first > reach_ + length_) return forget();
    if (first + ratio * frames < -(reach_ + length_)) return;
    for (std::uint32_t i = 0; i < frames; ++i) {
      const double off = std::fabs(first + ratio * i) - reach_;
      if (off >= length_) continue;
      const double gain = off <= 0 ? 0 : 0.5 - 0.5 * std::cos(std::numbers::pi * off / length_);
      for (std::uint32_t c = 0; c < channels; ++c) block[c][i] *= gain;
    }
  }

 private:
  static constexpr double kSeconds = 0.005;

  double length_, reach_;
  std::optional<std::uint64_t> frame_;
};

}  // namespace busbar
