// Coefficients between samples: a low-pass under a Kaiser window, tabulated over the fraction of a frame. In: taps, cut-off,
// phases. Out: the rows around any fraction, and how a cubic through them weighs each. Made once, read by every resampler.
#pragma once

#include <cstdint>
#include <vector>

#include "clock/sinc_sum.h"

namespace busbar {

class SincTable {
 public:
  static constexpr std::uint32_t kPhases = 256;

  /// `taps` even; `cutoff` in cycles per input frame, at most 0.5; `beta`: Kaiser's shape. Every row sums to 1.
  SincTable(std::uint32_t taps, double cutoff, double beta);

  std::uint32_t taps() const noexcept { return taps_; }
  /// With taps of 0 up to whole steps of `sinc_sum`.
  std::uint32_t padded() const noexcept { return padded_; }
  /// Aims a frame at its rows: tap j weighs sample j of `taps`; the value is that `fraction` of a frame behind sample
  /// taps / 2 - 1, 0 <= fraction < 1.
  void aim(SincFrame& frame, double fraction) const noexcept;

 private:
  std::uint32_t taps_, padded_;
  std::vector<double> rows_;  ///< phases -1 .. kPhases + 1
};

}  // namespace busbar
