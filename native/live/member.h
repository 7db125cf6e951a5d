// A stream that does not drive its runner meets it through two crossings of constant delay, one each way. In: cycles of
// the stream on its own thread, blocks of the runner on the driver's. Out: the samples of the other side.
// Invariants: both sides may stop and go on at any time, neither waits for the other; a direction without channels costs
// nothing.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "clock/crossing.h"
#include "live/exchange.h"
#include "rt/arena.h"

namespace busbar {

/// What becomes of the difference of two clocks.
enum class Drift : std::uint8_t { resample, locked, steer };

/// How a stream meets the one that drives, which is the master.
struct MemberCrossing {
  std::uint32_t frames = 0;         ///< delay each way, in the master's frames
  std::uint32_t master_period = 0;
  double master_hz = 48000;
  Drift drift = Drift::locked;
};

/// For people, in the master's frames.
struct MemberState {
  double drift_ppm = 0;             ///< how much faster its clock runs than the master's
  double error_frames = 0;          ///< the larger of both directions
  std::uint64_t lost = 0;
  std::uint32_t restarts = 0;
  std::uint32_t widened_in = 0, widened_out = 0;
  bool running = false;
  /// How far it is ahead of its place: it runs too fast, or did.
  double ahead_frames = 0;
  /// Its drift, were it not steered: measured with the pitch that it had then.
  double free_ppm = 0;
};

class Member final : public Exchange {
 public:
  Member(std::uint32_t inputs, std::uint32_t outputs, double rate_hz, std::uint32_t period, const MemberCrossing& crossing);

  // --- The stream's thread --------------------------------------------------------------------------
  void exchange(const double* const* in, double* const* out, std::uint32_t frames, const BlockTime& at) noexcept override;
  void restarted() noexcept override;
  void account(std::int64_t, std::uint32_t) noexcept override {}

  // --- The master's thread: at most kMostExchanged frames, `at` on its clock ------------------------
  void fetch(std::uint32_t frames, const BlockTime& at) noexcept;
  void deliver(std::uint32_t frames, const BlockTime& at) noexcept;
  /// It was restarted, or is another one now.
  void master_restarted() noexcept;
  /// What `fetch` fills and `deliver` takes.
  const std::vector<double*>& inputs() const noexcept { return in_; }
  const std::vector<double*>& outputs() const noexcept { return out_; }

  // --- Any thread -----------------------------------------------------------------------------------
  MemberState state() const noexcept;
  /// Its clock was moved so far from where it runs by itself.
  void steered(double ppm) noexcept { pitch_ppm_.store(ppm, std::memory_order_relaxed); }
  const MemberCrossing& crossing() const noexcept { return crossing_; }

 private:
  void follow_pitch(std::uint64_t position) noexcept;

  MemberCrossing crossing_;
  double master_frames_;             ///< per frame of the stream
  ChannelArena channels_;
  std::vector<double*> in_, out_;
  std::optional<Crossing> captured_, to_play_;
  std::atomic<double> pitch_ppm_{0};
  double pitch_known_ = 0;           ///< to both crossings
};

}  // namespace busbar
