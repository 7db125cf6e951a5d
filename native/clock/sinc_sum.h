// One frame out of a windowed sinc: the taps between two rows of a table, by a cubic through four of them, and each channel's
// sum under these. In: rows, where between them, samples. Out: a sample per channel.
// Invariant: the same to the bit on every path: lanes are cut alike and nothing is contracted.
#pragma once

#include <cstddef>
#include <cstdint>

namespace busbar {

/// Rows and samples are read in steps of so many.
inline constexpr std::uint32_t kSincStep = 8;

struct SincFrame {
  const double* rows;          ///< the first of four, `padded` apart
  double weights[4];
  std::uint32_t padded;        ///< taps, rounded up to whole steps by taps of 0
  const double* samples;       ///< of the first channel, `stride` apart
  std::size_t stride;
  std::uint32_t channels;
};

/// `sums`: one per channel; `taps`: scratch of `padded`.
using SincSum = void (*)(const SincFrame& frame, double* taps, double* sums) noexcept;

/// For any processor that we are built for.
SincSum sinc_sum_baseline() noexcept;
/// The fastest that this one can do.
SincSum sinc_sum() noexcept;

}  // namespace busbar
