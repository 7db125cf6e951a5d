// Integrated loudness after ITU-R BS.1770-4, every channel weighted 1. In: blocks of any length at any rate. Out: LUFS.
// Invariant: memory does not grow with time. Blocks are kept as a histogram whose bins hold exact sums, so only blocks
// within one bin (0.01 LU) of the relative gate can fall on its other side.
#pragma once

#include <cstdint>
#include <vector>

namespace busbar {

class Loudness {
 public:
  Loudness(std::uint32_t channels, double rate_hz);

  /// `channels[c]` has `frames` samples, which must be finite.
  void add(const double* const* channels, std::uint32_t frames) noexcept;
  /// LUFS of all that was added; -infinity when no block of 400 ms passes the gates.
  double integrated() const noexcept;

 private:
  /// Direct form II transposed; a0 is 1.
  struct Biquad {
    double b0, b1, b2, a1, a2;
  };
  struct Weighting {
    double shelf[2] = {0, 0};
    double highpass[2] = {0, 0};
  };
  struct Bin {
    double energy = 0;
    std::uint64_t blocks = 0;
  };
  static Biquad shelf(double rate_hz) noexcept;
  static Biquad highpass(double rate_hz) noexcept;

  double weigh(Weighting& state, const double* samples, std::uint32_t frames) const noexcept;
  void end_hop() noexcept;

  Biquad shelf_, highpass_;
  std::vector<Weighting> states_;  ///< by channel
  std::uint32_t hop_frames_;       ///< 100 ms; a block is four of them
  std::uint32_t in_hop_ = 0;
  std::uint32_t hops_ = 0;  ///< ended so far, at most 4
  double hop_[4] = {0, 0, 0, 0};  ///< sums of squares, the newest last
  std::vector<Bin> bins_;
};

}  // namespace busbar
