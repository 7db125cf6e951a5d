// Length of the resampler's kernel. In: nominal rates of the producer and the consumer. Out: taps, in frames of the producer.
// Invariant: as kernelTaps of schema/clock.ts says, from which the compiler reckons the delay; a test compares the two.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "generated/clock.h"

namespace busbar {

inline bool is_one_rate(double producer_hz, double consumer_hz) noexcept {
  return std::max(producer_hz, consumer_hz) < clocks::kSameRate * std::min(producer_hz, consumer_hz);
}

inline std::uint32_t kernel_taps(double producer_hz, double consumer_hz) noexcept {
  if (is_one_rate(producer_hz, consumer_hz)) return producer_hz < clocks::kNarrowBelowHz ? clocks::kNarrowTaps : clocks::kResamplerTaps;
  // Where the rate falls, the kernel is as long in time as the lower rate wants it.
  const double half = clocks::kConverterTaps / 2.0 * std::max(1.0, producer_hz / consumer_hz);
  return 2 * static_cast<std::uint32_t>(std::ceil(half));
}

}  // namespace busbar
