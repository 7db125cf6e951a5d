// When a device's frames happen, from wake-ups that are late by chance. In: wake-ups as (time, position). Out: a straight
// line, seconds per frame and the time of a frame, that follows the device's clock and not its wake-ups.
// A least-squares line while its memory grows, then one of fixed memory: no change of gear is heard. Lateness is
// one-sided, so of each group of wake-ups the earliest counts (F. Adriaensen, Using a DLL to filter time, LAC 2005).
// Invariant: only differences of times and positions are computed, so a stream may run for years.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace busbar {

/// A clock as others may read it: frame `position` happens at `time_ns` + `late` seconds.
struct ClockLine {
  std::uint64_t position = 0;
  std::int64_t time_ns = 0;
  double late = 0;
  double seconds_per_frame = 0;

  /// Seconds from the frame of `other` to ours.
  double seconds_after(const ClockLine& other) const noexcept {
    return static_cast<double>(time_ns - other.time_ns) * 1e-9 + (late - other.late);
  }
};

class ClockFilter {
 public:
  /// `period`: frames between wake-ups, about.
  ClockFilter(double rate_hz, std::uint32_t period) noexcept
      : nominal_(1 / rate_hz),
        group_(std::max(kLeastGroup, static_cast<std::uint32_t>(kGroupSeconds * rate_hz / period))),
        longest_(std::max(kLeastMemory, kMemorySeconds * rate_hz / (static_cast<double>(period) * group_))) {
    line_.seconds_per_frame = nominal_;
  }

  void wake(std::int64_t time_ns, std::uint64_t position) noexcept {
    if (!started_) {
      // Good enough to go on with until the first group is complete. A stream that goes on about as before has a better
      // line already: its first wake-up after a trouble is a late one.
      if (seen_ == 0 || std::fabs(error_of(time_ns, position)) > kAsBefore) line_ = {position, time_ns, 0, line_.seconds_per_frame};
      started_ = true;
      placed_ = false;
      grouped_ = 0;
    }
    const double error = error_of(time_ns, position);
    if (grouped_ == 0 || error < earliest_error_) {
      earliest_error_ = error;
      earliest_ns_ = time_ns;
      earliest_position_ = position;
    }
    if (++grouped_ < group_) return;
    grouped_ = 0;
    observe();
  }

  /// After an xrun or a stall: positions begin anew, the frequency stays.
  void restart() noexcept { started_ = false; }

  /// Somebody moved the clock: from `position` on it runs so much faster. What was seen before is carried there at the old speed.
  void steer(double faster, std::uint64_t position) noexcept {
    if (started_) advance(position);
    line_.seconds_per_frame /= faster;
  }

  /// Whether the line is worth anything: after a few groups of wake-ups, after a restart with the first wake-up.
  bool ready() const noexcept { return started_ && seen_ >= kLeastSeen; }
  const ClockLine& line() const noexcept { return line_; }
  /// How far the clock is from its nominal rate, in ppm.
  double ppm() const noexcept { return (nominal_ / line_.seconds_per_frame - 1) * 1e6; }

 private:
  static constexpr std::uint32_t kLeastGroup = 8;
  static constexpr double kGroupSeconds = 0.06;
  static constexpr double kMemorySeconds = 32;
  static constexpr double kLeastMemory = 32;
  static constexpr double kMostDrift = 2000e-6;
  static constexpr double kAsBefore = 1e-3;  ///< seconds

  double error_of(std::int64_t time_ns, std::uint64_t position) const noexcept {
    const double frames = static_cast<double>(static_cast<std::int64_t>(position - line_.position));
    return static_cast<double>(time_ns - line_.time_ns) * 1e-9 - line_.late - frames * line_.seconds_per_frame;
  }

  /// Moves the line's point along it, and what is known of it.
  void advance(std::uint64_t position) noexcept {
    const double frames = static_cast<double>(static_cast<std::int64_t>(position - line_.position));
    const double seconds = frames * line_.seconds_per_frame;
    const auto whole_ns = static_cast<std::int64_t>(std::llround(seconds * 1e9));
    line_.position = position;
    line_.time_ns += whole_ns;
    line_.late += seconds - static_cast<double>(whole_ns) * 1e-9;
    if (grouped_ > 0) {
      earliest_position_ = position;
      earliest_ns_ = line_.time_ns + static_cast<std::int64_t>(std::llround((line_.late + earliest_error_) * 1e9));
    }
    spread(frames * nominal_);
  }
  /// What is known of time and speed is known less a `step` later.
  void spread(double step) noexcept {
    time_variance_ += step * (2 * shared_variance_ + step * speed_variance_);
    shared_variance_ += step * speed_variance_;
  }

  /// One step of recursive least squares for (time, speed): all weigh alike until the memory is full, old ones less from
  /// then on (L. Ljung, System Identification, 2nd ed., 11.2). In seconds and in units of the nominal speed.
  void observe() noexcept {
    if (!placed_) {  // the line begins at the earliest wake-up of the first group, not at the first
      line_ = {earliest_position_, earliest_ns_, 0, line_.seconds_per_frame};
      time_variance_ = 1;
      if (seen_ == 0) speed_variance_ = kUnknown;
      shared_variance_ = 0;
      placed_ = true;
      return;
    }
    const double step = static_cast<double>(static_cast<std::int64_t>(earliest_position_ - line_.position)) * nominal_;
    double error = earliest_error_;
    if (seen_ > kTrusted) {
      const double most = 3 * std::sqrt(noise_) + 2e-6;
      error = std::clamp(error, -most, most);
    }
    seen_ = std::min(seen_ + 1, longest_);
    noise_ += (error * error - noise_) / std::min(seen_, kNoiseMemory);

    spread(step);
    const double keep = seen_ < longest_ ? 1 : 1 - kFading / longest_;
    const double sum = keep + time_variance_;
    const double of_time = time_variance_ / sum, of_speed = shared_variance_ / sum;
    speed_variance_ = (speed_variance_ - of_speed * shared_variance_) / keep;
    shared_variance_ = (shared_variance_ - of_speed * time_variance_) / keep;
    time_variance_ = (time_variance_ - of_time * time_variance_) / keep;

    const double speed = line_.seconds_per_frame / nominal_ + of_speed * error;
    // What was seen, without what it was off by, is what was foretold.
    line_ = {earliest_position_, earliest_ns_, of_time * error - earliest_error_,
             nominal_ * std::clamp(speed, 1 - kMostDrift, 1 + kMostDrift)};
  }

  static constexpr double kLeastSeen = 3;
  static constexpr double kTrusted = 20;
  static constexpr double kNoiseMemory = 64;
  static constexpr double kUnknown = 1e8;  ///< against the variance of one observation
  static constexpr double kFading = 2.45;  ///< sqrt(6): an exponential memory that knows the speed as well as an equal one of its length

  double nominal_;
  std::uint32_t group_;
  double longest_;
  ClockLine line_;
  bool started_ = false, placed_ = false;
  std::uint32_t grouped_ = 0;
  double earliest_error_ = 0;
  std::int64_t earliest_ns_ = 0;
  std::uint64_t earliest_position_ = 0;
  double seen_ = 0;   ///< observations
  double noise_ = 0;  ///< mean square of their errors
  double time_variance_ = 1, shared_variance_ = 0, speed_variance_ = kUnknown;
};

}  // namespace busbar
