// Where the audio thread waits: for the device's descriptors, or to be told to stop. In: the sides that are not ready.
// Out: when one of them may be, what is wrong with it, or that it is time to stop. Invariant: it never spins: a
// device that wakes it for nothing again and again is asked only every quarter of a period.
#pragma once

#include <poll.h>

#include <atomic>
#include <cstdint>
#include <vector>

#include "devices/alsa/side.h"

namespace busbar::alsa {

enum class Woken : std::uint8_t { look, stop, timeout };

class Waiting {
 public:
  /// Either side may be null. `period_ns`: of the device.
  Waiting(Side* capture, Side* playback, std::int64_t period_ns);
  ~Waiting();
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

  // --- Control thread ----------------------------------------------------------------------------
  /// Why there is no descriptor to be stopped by (an errno), or 0.
  int failed() const noexcept { return failed_; }
  void ask_to_stop() noexcept;
  /// Before a start.
  void forget() noexcept;

  // --- Audio thread ------------------------------------------------------------------------------
  bool stopping() const noexcept { return stop_.load(std::memory_order_acquire); }
  /// Starts to count the time until a time-out: after each turn that brought something.
  void rewind() noexcept;
  /// Waits for the sides that are asked for; what was wrong with each stands in `trouble`.
  Woken wait(bool for_capture, bool for_playback, Trouble& capture, Trouble& playback) noexcept;
  /// Only to be told to stop: true when that happened.
  bool pause(std::int64_t ns) noexcept;

 private:
  Trouble look(Side* side, unsigned first, bool asked) noexcept;

  Side* capture_;
  Side* playback_;
  std::int64_t period_ns_, timeout_ns_;
  std::int64_t deadline_ns_ = 0;
  unsigned fruitless_ = 0;
  int event_ = -1;
  int failed_ = 0;
  std::atomic<bool> stop_{false};
  std::vector<pollfd> fds_;  ///< the stop event, then those of capture, then of playback
};

}  // namespace busbar::alsa
