// Coefficients between samples: a low-pass under a Kaiser window, tabulated over the fraction of a frame. In: taps, cut-off,
// phases. Out: the taps for any fraction, by cubic interpolation between rows. Made once, read by every resampler.
#pragma once

#include <cstdint>
#include <vector>

namespace busbar {

class SincTable {
 public:
  static constexpr std::uint32_t kPhases = 256;

  /// `taps` even; `cutoff` in cycles per input frame, at most 0.5; `beta`: Kaiser's shape. Every row sums to 1.
  SincTable(std::uint32_t taps, double cutoff, double beta);

  std::uint32_t taps() const noexcept { return taps_; }
  /// Tap j weighs sample j of `taps`; the value is that `fraction` of a frame behind sample taps / 2 - 1, 0 <= fraction < 1.
  void at(double fraction, double* taps) const noexcept;

 private:
  std::uint32_t taps_;
  std::vector<double> rows_;  ///< phases -1 .. kPhases + 1
};

}  // namespace busbar
