// The static curve of a compressor: dB of reduction over dB of level, with a soft knee. D. Giannoulis, M. Massberg,
// J. D. Reiss, "Digital dynamic range compressor design", JAES 60(6), 2012, eq. 4.
#pragma once

#include <cmath>

namespace busbar {

class GainComputer {
 public:
  /// `slope` is 1 - 1 / ratio; `knee_db` the width of the knee, 0 for a corner. What a glide swings beyond is taken back.
  GainComputer(double threshold_db, double slope, double knee_db) noexcept
      : threshold_(threshold_db), slope_(std::fmax(0, slope)), half_knee_(std::fmax(0, knee_db / 2)), quiet_(std::pow(10, (threshold_db - half_knee_) / 20)) {}

  /// Reduction in dB, at least 0, for a peak as a factor.
  double reduction(double peak) const noexcept {
    if (!(peak > quiet_)) return 0;
    const double over = 20 * std::log10(peak) - threshold_;
    if (over >= half_knee_) return slope_ * over;
    const double within = over + half_knee_;
    return within <= 0 ? 0 : slope_ * within * within / (4 * half_knee_);
  }

 private:
  double threshold_, slope_, half_knee_;
  double quiet_;  ///< peaks up to here need no logarithm
};

}  // namespace busbar
