// The smooth decoupled peak detector: a held peak that falls with the release time, then a smoother with the attack
// time. D. Giannoulis, M. Massberg, J. D. Reiss, JAES 60(6), 2012, eq. 17. In: dB of reduction asked for, at least 0.
// Out: dB of reduction to apply. A release thus takes both times, one after the other.
#pragma once

namespace busbar {

class DecoupledDetector {
 public:
  /// `attack` and `release` are one_pole coefficients.
  double next(double asked, double attack, double release) noexcept {
    const double fallen = asked + release * (held_ - asked);
    held_ = fallen > asked ? fallen : asked;
    smooth_ = held_ + attack * (smooth_ - held_);
    if (smooth_ < kNothing && asked == 0) held_ = smooth_ = 0;
    return smooth_;
  }
  void clear() noexcept { held_ = smooth_ = 0; }

 private:
  /// dB that count as no reduction, so that at rest the signal passes bit for bit.
  static constexpr double kNothing = 1e-9;

  double held_ = 0, smooth_ = 0;
};

}  // namespace busbar
