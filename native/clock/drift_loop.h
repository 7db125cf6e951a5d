// The speed of a crossing. In: the clocks of both sides and how much the consumer has taken. Out: producer's frames per
// consumer's frame for the next block, such that the delay stays what the plan says.
// The ratio of both filtered clocks does the work; the error of the delay only corrects it, slowly: slow changes of the
// ratio are a change of delay, fast ones phase modulation (F. Adriaensen, Controlling adaptive resampling, LAC 2012).
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "clock/clock_filter.h"

namespace busbar {

/// A place in the producer's stream.
struct StreamPosition {
  std::uint64_t frame = 0;
  double fraction = 0;  ///< 0..1
};

class DriftLoop {
 public:
  /// `delay`: producer's frames between the consumer's frame and what it plays of the producer's stream, as long as so many
  /// last at its nominal rate beside a consumer at its own: `consumers` says whose clock they are counted on.
  DriftLoop(double producer_hz, double consumer_hz, double delay, bool consumers = false) noexcept
      : nominal_(producer_hz / consumer_hz), consumer_hz_(consumer_hz), producer_hz_(producer_hz), delay_(delay), consumers_(consumers) {
    reset();
  }

  /// Frames that `taken` is behind where it should be when the consumer is at `position`.
  double error(const ClockLine& producer, const ClockLine& consumer, std::uint64_t position, const StreamPosition& taken) const noexcept {
    const double ahead = static_cast<double>(static_cast<std::int64_t>(position - consumer.position)) * consumer.seconds_per_frame;
    const double seconds = consumer.seconds_after(producer) + ahead;
    const double frames = static_cast<double>(static_cast<std::int64_t>(producer.position - taken.frame)) - taken.fraction;
    const double delay = consumers_ ? delay_ * (consumer.seconds_per_frame / producer.seconds_per_frame / nominal_) : delay_;
    return frames + seconds / producer.seconds_per_frame - delay;
  }

  /// The ratio at the end of a block of `frames`; at its start it is what it was at the end of the last one.
  /// Young clocks are corrected fast. When they have settled, the fraction of a frame that is then left stays for good:
  /// the delay is constant from there on, and what is more or comes later is worked off, slowly.
  double next(const ClockLine& producer, const ClockLine& consumer, double error, std::uint32_t frames) noexcept {
    const double age = age_;
    age_ += frames / consumer_hz_;
    const bool settled = age >= kYoungSeconds;
    if (!settled) left_ = std::clamp(error, -0.5, 0.5);
    // After a restart the phase is known in full only some wake-ups later.
    const double rest = moved_ < kYoungSeconds ? kRestartSeconds : kSeconds;
    moved_ += frames / consumer_hz_;
    const double seconds = settled ? rest : std::max(kLeastSeconds, age / 3);
    const double correction = std::clamp((settled ? error - left_ : error) / (seconds * producer_hz_), -kMost, kMost);
    const double wanted = consumer.seconds_per_frame / producer.seconds_per_frame * (1 + correction);
    const double gain = 1 - std::exp(-static_cast<double>(frames) / (kSmoothSeconds * consumer_hz_));
    first_ += gain * (wanted - first_);
    ratio_ += gain * (first_ - ratio_);
    return ratio_;
  }

  double ratio() const noexcept { return ratio_; }
  /// Whether both phases count as known with the block of `frames` that comes, and did not before.
  bool settles(std::uint32_t frames) const noexcept { return moved_ < kYoungSeconds && moved_ + frames / consumer_hz_ >= kYoungSeconds; }
  /// A phase must be found anew.
  void restarted() noexcept { moved_ = 0; }
  void widen(std::uint32_t frames) noexcept { delay_ += frames; }
  /// The stream was moved by whole frames: what is left of the error is as good as none, and the ratio stays.
  void moved(double error) noexcept {
    left_ = error;
    moved_ = 0;
  }
  /// To a ratio that is known, without the way there: at the start and after a restart.
  void reset(double ratio) noexcept {
    first_ = ratio_ = ratio;
    age_ = left_ = moved_ = 0;
  }
  void reset() noexcept { reset(nominal_); }

 private:
  static constexpr double kSeconds = 10;         ///< in which an error is worked off
  static constexpr double kMost = 200e-6;        ///< of correction
  static constexpr double kSmoothSeconds = 0.15; ///< twice
  static constexpr double kYoungSeconds = 3;
  static constexpr double kLeastSeconds = 0.5;
  static constexpr double kRestartSeconds = 1;

  double nominal_, consumer_hz_, producer_hz_, delay_;
  bool consumers_;
  double first_ = 1, ratio_ = 1;
  double age_ = 0, left_ = 0;
  double moved_ = 0;   ///< seconds since, or since a restart
};

}  // namespace busbar
