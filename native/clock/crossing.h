// Audio from one clock to another with a delay that stays. In: the producer's blocks and wake-ups, in its thread. Out: the
// consumer's blocks at its own wake-ups, in its thread, `delay` frames late: exactly where clocks are locked, within a
// fraction of a frame where the stream is resampled. Neither thread waits for the other.
// What was lost (a stall, an xrun) is counted; the stream is put back by whole frames behind a fade of 5 ms.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "clock/async_resampler.h"
#include "clock/clock_post.h"
#include "rt/frame_ring.h"

namespace busbar {

struct CrossingSetup {
  std::uint32_t channels = 0;
  double producer_hz = 48000, consumer_hz = 48000;
  std::uint32_t producer_period = 0, consumer_period = 0;
  double delay = 0;          ///< producer's frames from the edge of one stream to that of the other, half the taps included
  bool resample = true;      ///< false: one clock drives both
};

/// How a crossing is doing, for people.
struct CrossingState {
  double ratio_ppm = 0;      ///< producer against consumer
  double error_frames = 0;   ///< how far the delay is from what it should be
  std::uint64_t lost = 0;    ///< frames of the consumer that had to be silent after the start
  std::uint32_t restarts = 0;
};

class Crossing {
 public:
  explicit Crossing(const CrossingSetup& setup);

  // --- Producer's thread --------------------------------------------------------------------------
  /// A block that ends at `position` of the producer's stream, which was so far at `time_ns`.
  void push(const double* const* in, std::uint32_t frames, std::int64_t time_ns, std::uint64_t position) noexcept;
  /// The device was started anew: frames are numbered anew.
  void producer_restarted() noexcept;

  // --- Consumer's thread --------------------------------------------------------------------------
  /// The block that ends at `position` of the consumer's stream. Every sample of `out` is written.
  void pull(double* const* out, std::uint32_t frames, std::int64_t time_ns, std::uint64_t position) noexcept;
  void consumer_restarted() noexcept;

  // --- Any thread -----------------------------------------------------------------------------------
  CrossingState state() const noexcept;

 private:
  void realign(double error) noexcept;
  void discard(std::uint32_t frames) noexcept;
  void fetch(std::uint32_t frames) noexcept;
  void fade(double* const* out, std::uint32_t frames) noexcept;

  CrossingSetup setup_;
  std::unique_ptr<SincTable> table_;
  FrameRing ring_;
  ClockPost post_;

  // Producer's.
  ClockFilter producer_;
  ProducerClock said_;
  std::uint64_t pushed_ = 0;
  bool numbered_ = false;

  // Consumer's.
  ClockFilter consumer_;
  DriftLoop loop_;
  AsyncResampler resampler_;
  ProducerClock heard_;
  std::vector<double*> room_;
  std::uint32_t generation_ = 0;   ///< that the stream was aligned to; 0: to none
  std::uint64_t fetched_ = 0;      ///< frames taken out of the ring
  std::uint32_t faded_ = 0;        ///< frames since it was aligned, up to the length of the fade
  std::uint32_t fade_frames_;
  bool began_ = false;

  std::atomic<double> ppm_{0}, error_{0};
  std::atomic<std::uint64_t> lost_{0};
  std::atomic<std::uint32_t> restarts_{0};
};

}  // namespace busbar
