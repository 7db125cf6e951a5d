// How a stream begins and ends: outputs fade in over 20 ms, and out over 10 ms before it is closed, in a raised cosine.
// In: output channels, cycle by cycle. Out: the same, faded in place. Invariant: at unity not a bit is touched.
#pragma once

#include <atomic>
#include <cstdint>

namespace busbar {

class EdgeFade {
 public:
  /// Begins silent, on its way in.
  explicit EdgeFade(double rate_hz);

  // --- Audio thread -------------------------------------------------------------------------------
  void process(double* const* channels, std::uint32_t count, std::uint32_t frames) noexcept;

  // --- Control thread -----------------------------------------------------------------------------
  void begin_in() noexcept { out_.store(false, std::memory_order_release); }
  void begin_out() noexcept { out_.store(true, std::memory_order_release); }
  /// A fade out is over: nothing but silence follows.
  bool silent() const noexcept { return silent_.load(std::memory_order_acquire); }

 private:
  std::uint32_t steps_;    ///< from silence to unity: one per frame on the way in, two on the way out
  std::uint32_t at_ = 0;
  std::atomic<bool> out_{false};
  std::atomic<bool> silent_{false};
};

}  // namespace busbar
