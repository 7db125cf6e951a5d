// A device whose clock and wake-ups are known exactly. In: rate, error, unrest, stalls, a seed. Out: wake-ups as a program
// sees them (late by chance, never early), and the truth behind them. Virtual time, in seconds; frame 0 is at `start`. It can
// be steered; what is asked of it then concerns the time since.
// Invariant: equal models give equal wake-ups on any machine.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <utility>
#include <vector>

#include "dsp/random.h"
#include "generated/clock.h"

namespace busbar {

/// Something that lasts from `from` until `until`.
struct Span {
  double from = 0, until = 0;
};

struct ClockModel {
  double rate_hz = 48000;
  double ppm = 0;
  double wander_ppm = 0;            ///< of a sine that begins at time 0
  std::uint32_t period = 0;
  double mean_lateness = 0;         ///< seconds, exponential
  double start = 0;
  std::int64_t first = 0;           ///< frame that it starts with
  std::uint64_t seed = 0;
  std::vector<Span> stalls{};       ///< no wake-up comes; in order
};

class SimulatedClock {
 public:
  explicit SimulatedClock(ClockModel model)
      : model_(std::move(model)), rate_(speed(0)), since_(model_.start), position_(model_.first), wake_(when(position_)) {
    random_.seed(model_.seed, 0);
    next();
  }

  /// Frames moved at the coming wake-up, and when the program sees it.
  std::int64_t position() const { return position_; }
  double wake() const { return wake_; }
  std::int64_t wake_ns() const { return static_cast<std::int64_t>(std::llround(wake_ * 1e9)); }
  void next() {
    position_ += model_.period;
    wake_ = std::max(wake_, when(position_) + model_.mean_lateness * random_.exponential());
    while (stall_ < model_.stalls.size() && wake_ >= model_.stalls[stall_].until) ++stall_;
    if (stall_ < model_.stalls.size() && wake_ >= model_.stalls[stall_].from) wake_ = model_.stalls[stall_].until;
  }
  /// From frame `from` on it runs so much faster than by itself.
  void steer(double pitch_ppm, std::int64_t from) {
    since_ = when(from);
    from_ = from;
    rate_ = speed(pitch_ppm);
  }
  /// Nobody comes for its frames before `time`.
  void resume(double time) {
    position_ = std::max(position_ - model_.period, static_cast<std::int64_t>(std::ceil(moved(time))));
    wake_ = time;
    next();
  }

  /// In the mean.
  double rate() const { return rate_; }
  /// Frames moved by `time`, in truth.
  double moved(double time) const {
    return static_cast<double>(from_) + (time - since_) * rate_ + model_.rate_hz * (strayed(time) - strayed(since_));
  }
  /// When it has moved so many frames.
  double when(std::int64_t position) const {
    const double even = since_ + static_cast<double>(position - from_) / rate_;
    if (model_.wander_ppm == 0) return even;
    double time = even;
    // Each round leaves less than 2e-3 of the error.
    for (int i = 0; i < 5; ++i) time = even - model_.rate_hz / rate_ * (strayed(time) - strayed(since_));
    return time;
  }

 private:
  double speed(double pitch_ppm) const { return model_.rate_hz * (1 + (model_.ppm + pitch_ppm) * 1e-6); }
  /// Seconds that it has gained by wandering.
  double strayed(double time) const {
    if (model_.wander_ppm == 0) return 0;
    const double radians = 2 * std::numbers::pi / clocks::kWanderSeconds;
    return model_.wander_ppm * 1e-6 * (1 - std::cos(radians * time)) / radians;
  }

  ClockModel model_;
  double rate_;
  double since_;            ///< when frame `from_` was moved: it has run at `rate_` from there
  std::int64_t from_ = 0;
  std::int64_t position_;
  double wake_;
  Random random_;
  std::size_t stall_ = 0;  ///< the one that is still to come, or lasts
};

}  // namespace busbar
