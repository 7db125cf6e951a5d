// Samples from one clock to another: a queue of constant latency. In: frames of the producer's thread. Out: frames of
// the consumer's, `delay` frames late. Without a resampler two clocks drift apart; then the queue is brought back to its
// middle behind a short fade, and the frames that were lost or inserted are counted. All of that is the consumer's,
// which is where an adaptive resampler reads from the queue instead. Invariant: neither side waits or allocates.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "rt/frame_ring.h"

namespace busbar {

class Fifo {
 public:
  /// `block`: most frames of one call.
  Fifo(std::uint32_t channels, std::uint32_t delay, std::uint32_t block, double rate_hz);

  /// Producer.
  void put(const double* const* from, std::uint32_t frames) noexcept;
  /// Consumer.
  void take(double* const* to, std::uint32_t frames) noexcept;

  /// Frames lost or inserted since the start, what it took to fill at first left out. Any thread.
  std::uint64_t slipped() const noexcept { return slipped_.load(std::memory_order_relaxed) + refused_.load(std::memory_order_relaxed); }

 private:
  void re_centre() noexcept;
  void break_off() noexcept;
  void blend(double* const* to, std::uint32_t from, std::uint32_t end) noexcept;

  FrameRing ring_;
  std::uint32_t delay_;
  std::uint32_t fade_;             ///< frames
  std::uint32_t rise_ = 0, fall_;  ///< how far each of the two fades is
  bool filling_ = true;
  std::atomic<bool> began_{false};
  std::vector<double> last_;       ///< what was taken last
  std::vector<double> held_;       ///< what fades away where it does not go on
  std::atomic<std::uint32_t> largest_put_{0};
  std::atomic<std::uint64_t> slipped_{0}, refused_{0};
};

}  // namespace busbar
