// The largest of the last N values and of a floor, one value a frame. In: values; rings that somebody else owns. Out:
// maxima. What is not above the floor costs next to nothing.
// D. Lemire, "Streaming maximum-minimum filter using no more than three comparisons per element", Nordic Journal of
// Computing 13(4), 2006.
#pragma once

#include <cstdint>

namespace busbar {

class SlidingMaximum {
 public:
  /// `values` and `times` have room for `window` entries each, at least 1.
  SlidingMaximum(double* values, std::uint64_t* times, std::uint32_t window, double floor) noexcept
      : values_(values), times_(times), window_(window), floor_(floor) {}
  SlidingMaximum() = default;

  double next(double value) noexcept {
    // Candidates are above the floor, fall in value and rise in time: what is older and no larger can never be the maximum again.
    while (count_ != 0 && values_[at(count_ - 1)] <= value) --count_;
    if (count_ != 0 && times_[first_] + window_ <= now_) {
      first_ = at(1);
      --count_;
    }
    if (value > floor_) {
      const std::uint32_t last = at(count_++);
      values_[last] = value;
      times_[last] = now_;
    }
    ++now_;
    return count_ != 0 ? values_[first_] : floor_;
  }

  void clear() noexcept { first_ = count_ = 0; }

 private:
  std::uint32_t at(std::uint32_t i) const noexcept {
    const std::uint32_t place = first_ + i;
    return place < window_ ? place : place - window_;
  }

  double* values_ = nullptr;
  std::uint64_t* times_ = nullptr;
  std::uint32_t window_ = 1;
  double floor_ = 0;
  std::uint32_t first_ = 0, count_ = 0;
  std::uint64_t now_ = 0;
};

}  // namespace busbar
