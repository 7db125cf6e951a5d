// The largest of the last N values, one value a frame. In: values; rings that somebody else owns. Out: maxima.
// D. Lemire, "Streaming maximum-minimum filter using no more than three comparisons per element", Nordic Journal of
// Computing 13(4), 2006.
#pragma once

#include <cstdint>

namespace busbar {

class SlidingMaximum {
 public:
  /// `values` and `times` have room for `window` entries each, at least 1.
  SlidingMaximum(double* values, std::uint64_t* times, std::uint32_t window) noexcept
      : values_(values), times_(times), window_(window) {}
  SlidingMaximum() = default;

  double next(double value) noexcept {
    // Candidates fall in value and rise in time: what is older and no larger can never be the maximum again.
    while (count_ != 0 && values_[at(count_ - 1)] <= value) --count_;
    if (count_ != 0 && times_[first_] + window_ <= now_) {
      first_ = at(1);
      --count_;
    }
    const std::uint32_t last = at(count_++);
    values_[last] = value;
    times_[last] = now_++;
    return values_[first_];
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
  std::uint32_t first_ = 0, count_ = 0;
  std::uint64_t now_ = 0;
};

}  // namespace busbar
