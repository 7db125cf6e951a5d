// Loops that follow a drifting clock, under one roof so that one simulation drives all. In: wake-ups of producer and
// consumer, what the consumer has taken. Out: producer's frames per consumer's frame for the next block.
// Ours is the product's code; the peers are models after their documentation, only as far as the loop goes.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>

#include "clock/clock_filter.h"
#include "clock/drift_loop.h"

namespace busbar::test {

struct Loop {
  virtual ~Loop() = default;
  virtual void producer_woke(std::int64_t time_ns, std::uint64_t position) = 0;
  virtual void consumer_woke(std::int64_t time_ns, std::uint64_t position) = 0;
  /// Frames that `taken` is behind its place; `fill`: producer's frames not yet taken, as a driver would report them now.
  virtual double error(std::uint64_t position, const StreamPosition& taken, double fill) = 0;
  virtual double next(double error, std::uint32_t frames) = 0;
};

class OurLoop final : public Loop {
 public:
  OurLoop(double rate, std::uint32_t period, double delay) : producer_(rate, period), consumer_(rate, period), loop_(rate, rate, delay) {}
  void producer_woke(std::int64_t t, std::uint64_t p) override { producer_.wake(t, p); }
  void consumer_woke(std::int64_t t, std::uint64_t p) override { consumer_.wake(t, p); }
  double error(std::uint64_t position, const StreamPosition& taken, double) override {
    return loop_.error(producer_.line(), consumer_.line(), position, taken);
  }
  double next(double error, std::uint32_t frames) override { return loop_.next(producer_.line(), consumer_.line(), error, frames); }

 private:
  ClockFilter producer_, consumer_;
  DriftLoop loop_;
};

/// Two one-poles and an integrator, as the published third-order loops have it.
class ThirdOrder {
 public:
  void set(double bandwidth_hz, double period, double rate, double damping) {
    const double w = 2 * 3.141592653589793 * bandwidth_hz * period / rate;
    pole_ = 1 - std::exp(-20 * w);
    direct_ = w * damping / period;
    integral_ = w / damping;
  }
  double next(double error) {
    first_ += pole_ * (direct_ * error - first_);
    second_ += pole_ * (first_ - second_);
    sum_ += integral_ * second_;
    return 1 + second_ + sum_;
  }

 private:
  double pole_ = 0, direct_ = 0, integral_ = 0, first_ = 0, second_ = 0, sum_ = 0;
};

/// PipeWire's follower: the driver's fill at each wake-up, bandwidth from 0.128 Hz down to 0.016 Hz by the error's spread.
class PipeWireLoop final : public Loop {
 public:
  PipeWireLoop(double rate, std::uint32_t period, double target) : rate_(rate), period_(period), target_(target) {
    filter_.set(0.128, period, rate, 1.5);
  }
  void producer_woke(std::int64_t, std::uint64_t) override {}
  void consumer_woke(std::int64_t, std::uint64_t) override {}
  double error(std::uint64_t, const StreamPosition&, double fill) override { return fill - target_; }
  double next(double error, std::uint32_t frames) override {
    const double weight = frames / rate_;
    mean_ += weight * (error - mean_);
    spread_ += weight * ((error - mean_) * (error - mean_) - spread_);
    if ((since_ += frames) > 3 * rate_) {
      since_ = 0;
      filter_.set(std::clamp((std::fabs(mean_) + std::sqrt(spread_)) / 1000, 0.016, 0.128), period_, rate_, 1.5);
    }
    return filter_.next(error);
  }

 private:
  double rate_, period_, target_, mean_ = 0, spread_ = 0, since_ = 0;
  ThirdOrder filter_;
};

/// zita's bridge: wake-up times through a delay-locked loop on each side, then a third-order loop of 0.05 Hz (1 Hz at first).
class ZitaLoop final : public Loop {
 public:
  ZitaLoop(double rate, std::uint32_t period, double delay) : rate_(rate), period_(period), delay_(delay), in_(rate, period), out_(rate, period) {
    filter_.set(1, period, rate, 1.6);
  }
  void producer_woke(std::int64_t t, std::uint64_t p) override { in_.wake(t * 1e-9, p); }
  void consumer_woke(std::int64_t t, std::uint64_t p) override { out_.wake(t * 1e-9, p); }
  double error(std::uint64_t position, const StreamPosition& taken, double) override {
    const double now = out_.time + (static_cast<double>(position) - out_.position) * out_.seconds;
    return in_.position + (now - in_.time) / in_.seconds - static_cast<double>(taken.frame) - taken.fraction - delay_;
  }
  double next(double error, std::uint32_t frames) override {
    if ((age_ += frames) > 4 * rate_ && !slow_) {
      slow_ = true;
      filter_.set(0.05, period_, rate_, 1.6);
    }
    return filter_.next(error);
  }

 private:
  struct Dll {
    double seconds, time = 0, position = 0, b, c;
    bool on = false;
    Dll(double rate, double period) : seconds(1 / rate) {
      const double w = 2 * 3.141592653589793 * 0.1 * period / rate;
      b = 1.6 * w;
      c = w * w;
    }
    void wake(double t, std::uint64_t p) {
      const double frames = static_cast<double>(p) - position;
      const double error = on ? t - (time + frames * seconds) : 0;
      time = on ? time + frames * seconds + b * error : t;
      if (on) seconds += c * error / frames;
      position = static_cast<double>(p);
      on = true;
    }
  };
  double rate_, period_, delay_, age_ = 0;
  bool slow_ = false;
  Dll in_, out_;
  ThirdOrder filter_;
};

}  // namespace busbar::test
