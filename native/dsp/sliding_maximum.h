// The largest of the last N values and of a floor, one value a frame. In: values, none below 0; memory that somebody else
// owns. Out: maxima. Values are taken in runs of N: a window is the end of one run and the beginning of the next.
// M. van Herk, "A fast algorithm for local minimum and maximum filters on rectangular and octagonal kernels", Pattern
// Recognition Letters 13(7), 1992; J. Gil, M. Werman, "Computing 2-D min, median, and max filters", IEEE PAMI 15(5), 1993.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "simd/simd.h"

namespace busbar {

class SlidingMaximum {
 public:
  /// Doubles of memory for `window` values.
  static constexpr std::size_t size(std::uint32_t window) noexcept { return std::size_t{window} + 1; }

  SlidingMaximum() = default;
  /// `window`: at least 1.
  SlidingMaximum(double* memory, std::uint32_t window, double floor) noexcept : run_(memory), window_(window), floor_(floor) { clear(); }

  /// Maxima in place of values.
  void process(double* values, std::uint32_t frames) noexcept {
    const DynamicsOps& ops = simd().dynamics;
    for (std::uint32_t done = 0; done < frames;) {
      const std::uint32_t n = std::min(frames - done, window_ - at_);
      largest_ = ops.running_maximum(values + done, run_ + at_, largest_, n);
      done += n;
      at_ += n;
      if (at_ == window_) {
        ops.maxima_to_end(run_, window_);
        at_ = 0;
        largest_ = floor_;
      }
    }
  }

  void clear() noexcept {
    std::fill_n(run_, size(window_), floor_);
    at_ = 0;
    largest_ = floor_;
  }

 private:
  /// Before `at_`: the present run. From there on: maxima from each frame of the last run to its end. Then the floor.
  double* run_ = nullptr;
  std::uint32_t window_ = 1;
  double floor_ = 0;
  std::uint32_t at_ = 0;
  double largest_ = 0;  ///< of the present run
};

}  // namespace busbar
