// Audio from one clock to another with a delay that stays. In: the producer's blocks and wake-ups, in its thread. Out: the
// consumer's blocks at its own wake-ups, in its thread, `delay` frames late: exactly where clocks are locked, within a
// fraction of a frame where the stream is resampled. Neither thread waits for the other.
// What was lost (a stall, an xrun) is counted in the producer's frames; what came before a jump of its numbers is passed over,
// what came before a restart is played up to a fade. The stream is put back by whole frames behind a fade of 5 ms: at once, and
// where it is not resampled once more when the phase is known (3 s after a restart). Where the producer comes late time and
// again the delay is widened, which is counted too.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "clock/async_resampler.h"
#include "clock/block_time.h"
#include "clock/break_fade.h"
#include "clock/clock_post.h"
#include "clock/headroom_watch.h"
#include "clock/splice_fade.h"
#include "rt/frame_ring.h"

namespace busbar {

struct CrossingSetup {
  std::uint32_t channels = 0;
  double producer_hz = 48000, consumer_hz = 48000;
  std::uint32_t producer_period = 0, consumer_period = 0;
  double delay = 0;          ///< producer's frames from the edge of one stream to that of the other, half the taps included
  bool consumers = false;    ///< on whose clock they are counted
  bool resample = true;      ///< false: one clock drives both, or the device's own pitch is moved
};

/// How a crossing is doing, for people.
struct CrossingState {
  double drift_ppm = 0;        ///< how much faster the producer's clock runs than the consumer's, beside their rates
  double free_ppm = 0;         ///< the same, were neither of them steered
  double error_frames = 0;     ///< how far the delay is from what it should be, in producer's frames
  std::uint64_t lost = 0;      ///< producer's frames that had to be silent after the start, or were passed over or repeated
  std::uint32_t restarts = 0;  ///< how often it broke off and came back
  std::uint32_t widened = 0;   ///< producer's frames by which the delay is longer than it was made
  bool running = false;        ///< both clocks are known and audio passes
};

class Crossing {
 public:
  explicit Crossing(const CrossingSetup& setup);

  // --- Producer's thread --------------------------------------------------------------------------
  void push(const double* const* in, std::uint32_t frames, const BlockTime& at) noexcept;
  /// The device was started anew, or is another one: its phase is not known, its frequency is. What comes may follow on what
  /// came before all the same.
  void producer_restarted(bool follows_on) noexcept {
    producer_.restart();
    ++said_.restarts;
    producer_restarted_ = true;
    is_spliced_ = is_spliced_ || !follows_on;
  }
  /// The device's clock runs so much faster from `position` on, as a factor.
  void producer_steered(double faster, std::uint64_t position) noexcept {
    producer_.steer(faster, position);
    said_.pitch *= faster;
  }

  // --- Consumer's thread --------------------------------------------------------------------------
  /// Every sample of `out` is written.
  void pull(double* const* out, std::uint32_t frames, const BlockTime& at) noexcept;
  void consumer_restarted() noexcept {
    consumer_.restart();
    loop_.restarted();
    consumer_restarted_ = true;
  }
  void consumer_steered(double faster, std::uint64_t position) noexcept {
    consumer_.steer(faster, position);
    pitch_ *= faster;
  }

  // --- Any thread -----------------------------------------------------------------------------------
  CrossingState state() const noexcept;

 private:
  void realign(double error) noexcept;
  void discard(std::uint32_t frames) noexcept;
  void fetch(std::uint32_t frames) noexcept;
  void silence(double* const* out, std::uint32_t frames) noexcept;
  void widen(std::uint32_t frames) noexcept;

  CrossingSetup setup_;
  std::uint32_t room_frames_;      ///< that the resampler holds beyond its taps
  std::unique_ptr<SincTable> table_;
  FrameRing ring_;
  ClockPost post_;

  // Producer's.
  ClockFilter producer_;
  ProducerClock said_;
  std::uint64_t pushed_ = 0;
  bool is_spliced_ = false;          ///< what comes does not follow on what was pushed last
  bool producer_restarted_ = false;  ///< its frames are numbered anew, not because some are missing

  // Consumer's.
  ClockFilter consumer_;
  DriftLoop loop_;
  AsyncResampler resampler_;
  BreakFade fade_;
  SpliceFade splice_;
  HeadroomWatch headroom_;
  ProducerClock heard_;
  std::vector<double*> room_;
  std::uint32_t generation_ = 0;   ///< that the stream was aligned to; 0: to none
  std::uint32_t known_ = 0;        ///< generation that was heard of last
  std::uint32_t restarts_known_ = 0;  ///< of the producer
  std::uint64_t fetched_ = 0;      ///< frames taken out of the ring
  std::uint64_t oldest_ = 0;       ///< before this frame the resampler holds nothing
  double pitch_ = 1;               ///< how much faster the consumer runs for being steered
  double lost_part_ = 0;           ///< of a frame, not counted yet
  bool began_ = false;
  bool consumer_restarted_ = false;
  bool playing_ = false;           ///< the last block was audio
  bool realigned_ = false;         ///< and does not join the one before

  std::atomic<double> drift_ppm_{0}, free_ppm_{0}, error_{0};
  std::atomic<std::uint64_t> lost_{0};
  std::atomic<std::uint32_t> restarts_{0}, widened_{0};
  std::atomic<bool> running_{false};
};

}  // namespace busbar
