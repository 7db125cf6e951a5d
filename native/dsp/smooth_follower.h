// Follows a target that jumps, by two equal poles: no overshoot, no corner at the start. In: a target per frame.
// Out: a value per frame, exactly the target once it is there.
#pragma once

#include "dsp/one_pole.h"

namespace busbar {

class SmoothFollower {
 public:
  /// Coefficient for covering 63 % of a step within `ms`: two equal poles take 2.146 of their time constants, the root
  /// of (1 + t) exp(-t) = 1/e.
  static double coefficient(double ms, double rate_hz) noexcept { return one_pole(ms / 2.1461932206205825852, rate_hz); }

  void jump(double value) noexcept { first_ = second_ = value; }

  double next(double target, double coefficient) noexcept {
    first_ = target + coefficient * (first_ - target);
    second_ = first_ + coefficient * (second_ - first_);
    if (near(first_ - target) && near(second_ - target)) jump(target);
    return second_;
  }
  double value() const noexcept { return second_; }

 private:
  static bool near(double d) noexcept { return d < 1e-10 && d > -1e-10; }

  double first_ = 0, second_ = 0;
};

}  // namespace busbar
