// Plays one clock domain. In: cycles of the stream that drives it, samples of its other streams, changes. Out: samples
// for all of them. Invariants: at most one stream drives it, and its thread is the player's audio side; without one the
// control side holds both ends, and changes pass unheard.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "clock/clock_filter.h"
#include "engine/player.h"
#include "live/exchange.h"
#include "live/load_meter.h"
#include "live/wiring.h"
#include "rt/cycle_gate.h"

namespace busbar {

class Runner final : public Exchange {
 public:
  Runner();

  // --- The driver's thread --------------------------------------------------------------------------
  void exchange(const double* const* in, double* const* out, std::uint32_t frames, const BlockTime& at) noexcept override;
  void restarted() noexcept override;
  void account(std::int64_t took_ns, std::uint32_t frames) noexcept override;

  // --- Control side ---------------------------------------------------------------------------------
  /// The stream that drives; at most one at a time, taken away after its thread has ended. What is known of the clock's
  /// speed stays: the next driver is another phase of it.
  void set_driver(std::vector<SlotRange> slots, double rate_hz, std::uint32_t period);
  void remove_driver();
  bool has_driver() const noexcept { return has_driver_; }
  void add(WiredMember member);
  void remove(const Member& member);
  bool is_used() const noexcept { return has_driver_ || !wiring_->members().empty(); }
  /// Hands a change to the player, and plays it at once where there is no driver. Says what is wrong with it.
  std::string post(std::unique_ptr<Change> change);

  Player player;
  LoadMeter load;
  std::uint64_t frames() const noexcept { return frames_.load(std::memory_order_relaxed); }
  /// How much faster the driver's clock runs than CLOCK_MONOTONIC; 0 where that is not known yet.
  double clock_ppm() const noexcept { return clock_ppm_.load(std::memory_order_relaxed); }
  /// Told once: how long nobody drove it, when a driver has taken over from another.
  std::optional<std::int64_t> take_gap_ns() noexcept;
  /// Of streams that are closed.
  std::uint64_t past_xruns = 0;
  /// Where a change is: numbers of the last that began, and that settled.
  std::uint64_t begun = 0, settled = 0;

 private:
  void follow_clock(std::uint32_t frames, const BlockTime& at) noexcept;
  void play_unheard() noexcept;
  void rewire(std::vector<SlotRange> driver, std::vector<WiredMember> members);

  std::unique_ptr<Wiring> wiring_;         ///< owner of what is published
  std::atomic<Wiring*> published_{nullptr};
  CycleGate gate_;
  std::atomic<std::uint64_t> frames_{0};
  std::atomic<double> rate_hz_{48000};
  std::optional<ClockFilter> clock_;    ///< the driver's
  double clock_hz_ = 0;                 ///< that it was made for
  std::atomic<double> clock_ppm_{0};
  std::int64_t last_ns_ = 0;            ///< when the last cycle began
  std::int64_t last_length_ns_ = 0;     ///< of audio, in all its pieces
  bool is_handed_over_ = false;         ///< no cycle of the new driver has come yet
  std::atomic<std::int64_t> gap_ns_{-1};
  bool has_driver_ = false;
  std::uint64_t change_frames_ = 0;  ///< of all stages but the last of the last change
};

}  // namespace busbar
