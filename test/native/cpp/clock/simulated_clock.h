// A device whose clock and wake-ups are known exactly. In: rate, error in ppm, period, mean lateness, seed. Out: wake-ups
// as a program sees them (late by chance, never early) and the truth behind them.
#pragma once

#include <cstdint>
#include <random>

namespace busbar::test {

class SimulatedClock {
 public:
  SimulatedClock(double rate_hz, double ppm, std::uint32_t period, double mean_lateness, double start, std::uint64_t seed)
      : rate_(rate_hz * (1 + ppm * 1e-6)), start_(start), period_(period), random_(seed), lateness_(1 / mean_lateness) {
    next();
  }

  /// Frames moved at the coming wake-up, and when the program sees it.
  std::uint64_t position() const { return position_; }
  double wake() const { return wake_; }
  std::int64_t wake_ns() const { return static_cast<std::int64_t>(wake_ * 1e9); }
  void next() {
    position_ += period_;
    const double due = start_ + static_cast<double>(position_) / rate_ + lateness_(random_);
    wake_ = due > wake_ ? due : wake_;
    if (wake_ < stalled_until_) wake_ = stalled_until_;
  }
  /// The program is not woken before `time`.
  void stall_until(double time) { stalled_until_ = time; }

  double rate() const { return rate_; }
  /// Frames moved by `time`, in truth.
  double moved(double time) const { return (time - start_) * rate_; }

 private:
  double rate_, start_, wake_ = 0, stalled_until_ = 0;
  std::uint64_t position_ = 0;
  std::uint32_t period_;
  std::mt19937_64 random_;
  std::exponential_distribution<double> lateness_;
};

}  // namespace busbar::test
