// A value that glides: cubic Hermite from (value, slope) to (target, 0), so the path is C1 whatever interrupts it.
// Counts frames, so the path does not depend on the block size. At rest it is exactly the target.
#pragma once

#include <cmath>
#include <cstdint>

namespace busbar {

/// Length of every live change, in seconds.
inline constexpr double kGlideSeconds = 0.020;

inline std::uint32_t glide_frames(double rate_hz) noexcept {
  const auto n = static_cast<std::uint32_t>(kGlideSeconds * rate_hz + 0.5);
  return n < 1 ? 1 : n;
}

/// The same for a level that moves by `decibels`: 12 dB at most in each kGlideSeconds, lest a peak detector that compares
/// with it makes stairs of the way.
inline std::uint32_t glide_frames(double rate_hz, double decibels) noexcept {
  constexpr double kMost = 12;
  const double stretch = std::fmax(1, std::fabs(decibels) / kMost);
  return static_cast<std::uint32_t>(glide_frames(rate_hz) * stretch + 0.5);
}

class Ramp {
 public:
  /// At once, no glide: at construction and after reset.
  void jump(double value) noexcept {
    target_ = value;
    left_ = 0;
  }

  /// Towards `target` in `frames` frames, from the present value and slope.
  void glide(double target, std::uint32_t frames) noexcept {
    if (target == target_) return;  // there, or on the way
    const double from = value();
    slope_ = slope() * frames;
    from_ = from;
    target_ = target;
    length_ = frames;
    left_ = frames;
  }

  bool moving() const noexcept { return left_ != 0; }
  double target() const noexcept { return target_; }
  std::uint32_t left() const noexcept { return left_; }

  /// The value of the present frame.
  double value() const noexcept { return value_in(0); }
  /// The value so many frames from now.
  double value_in(std::uint32_t frames) const noexcept {
    if (left_ <= frames) return target_;
    const double t = (length_ - left_ + frames) * step();
    const double d = target_ - from_;
    return from_ + t * (slope_ + t * (3 * d - 2 * slope_ + t * (slope_ - 2 * d)));
  }
  /// On by so many frames.
  void skip(std::uint32_t frames) noexcept { left_ = left_ > frames ? left_ - frames : 0; }

  /// The value of the present frame, then on to the next one.
  double next() noexcept {
    const double v = value();
    if (left_ != 0) --left_;
    return v;
  }

 private:
  double step() const noexcept { return 1.0 / length_; }
  /// Change per frame at the present frame.
  double slope() const noexcept {
    if (left_ == 0) return 0;
    const double t = (length_ - left_) * step();
    const double d = target_ - from_;
    return (slope_ + t * (2 * (3 * d - 2 * slope_) + t * 3 * (slope_ - 2 * d))) * step();
  }

  // There is one for every live number of a plan, so it keeps what the path is made from, not what follows from that.
  double target_ = 0, from_ = 0;
  double slope_ = 0;  ///< at the start, per unit of the normalised time
  std::uint32_t length_ = 0, left_ = 0;
};

}  // namespace busbar
