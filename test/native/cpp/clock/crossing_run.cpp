#include "crossing_run.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace busbar::test {

namespace {

constexpr double kHalfTaps = 32;
constexpr double kSettled = 30, kLate = 120;

/// Without audio two taps do: the place in the stream is found the same way.
const SincTable& table(bool audio) {
  static const SincTable heard(64, 0.5, 14), counted(2, 0.5, 14);
  return audio ? heard : counted;
}

struct MeanSquare {
  void add(double x) noexcept {
    squares += x * x;
    ++count;
  }
  double root() const noexcept { return std::sqrt(squares / static_cast<double>(std::max<std::uint64_t>(count, 1))); }
  double squares = 0;
  std::uint64_t count = 0;
};

/// What a resampler has taken by its ratios, without rounding.
class ExactPosition {
 public:
  void advance(std::uint32_t frames, double from, double to) noexcept { taken_ += (units(from) + units(to)) * frames; }
  /// Frames that `at` is off, of a stream that began at `start`.
  double error_of(const StreamPosition& at, const StreamPosition& start) const noexcept {
    const auto whole = static_cast<__int128>(at.frame - start.frame) << (kBits + 1);
    const __int128 off = whole + 2 * (units(at.fraction) - units(start.fraction)) - taken_;
    return std::ldexp(static_cast<double>(off), -kBits - 1);
  }

 private:
  static constexpr int kBits = 63;  ///< of a fraction: no ratio and no place that is used has more
  static __int128 units(double x) noexcept { return static_cast<__int128>(std::ldexp(x, kBits)); }
  __int128 taken_ = 0;  ///< half units, as a block's mean ratio is half a sum
};

}  // namespace

double crossing_delay(const CrossingRun& s) { return s.period + s.headroom_frames + kHalfTaps; }

ClockModel producer_model(const CrossingRun& s) {
  return {.rate_hz = s.rate, .ppm = s.ppm, .period = s.period, .mean_lateness = s.lateness, .seed = s.seed};
}

ClockModel consumer_model(const CrossingRun& s) {
  return {.rate_hz = s.rate, .period = s.period, .mean_lateness = s.lateness, .start = kConsumerStart, .seed = s.seed + 1000};
}

std::vector<Span> stalls_of(const CrossingRun& s) {
  if (s.stall_seconds == 0) return {};
  return {{s.stall_at, s.stall_at + s.stall_seconds}};
}

CrossingResult run_crossing(const CrossingRun& s, Loop& loop) {
  SimulatedClock producer(producer_model(s));
  ClockModel stalling = consumer_model(s);
  stalling.stalls = stalls_of(s);
  SimulatedClock consumer(stalling);
  const double truth = producer.rate() / consumer.rate();
  const double delay = crossing_delay(s);
  AsyncResampler resampler(table(s.sine_hz > 0), 1, 4 * s.period + static_cast<std::uint32_t>(delay));
  std::vector<double> block(s.period);
  double* const out[1] = {block.data()};
  const double radians = 2 * std::numbers::pi * s.sine_hz / s.rate;

  CrossingResult result;
  result.audio_radians = radians * truth;
  StreamPosition taken, begun;
  ExactPosition exact;
  bool on = false;
  double ratio = 1;
  MeanSquare settled, late;
  std::uint64_t arrived = 0;
  while (consumer.wake() < s.seconds) {
    if (producer.wake() < consumer.wake()) {
      arrived = static_cast<std::uint64_t>(producer.position());
      loop.producer_woke(producer.wake_ns(), arrived);
      producer.next();
      continue;
    }
    const double now = consumer.wake();
    const auto position = static_cast<std::uint64_t>(consumer.position());
    loop.consumer_woke(consumer.wake_ns(), position);
    const std::uint64_t begin = position - s.period;  // the block that was just delivered
    const double fill = producer.moved(now) - s.period - static_cast<double>(taken.frame) - taken.fraction;
    if (!on && now > 0.2) {
      on = true;
      taken.frame += static_cast<std::uint64_t>(std::llround(loop.error(begin, taken, fill)));
      resampler.start(taken.frame > 64 ? taken.frame - 64 : 0, taken);
      begun = taken;
    }
    if (on) {
      const double error = loop.error(begin, taken, producer.moved(now) - s.period - static_cast<double>(taken.frame) - taken.fraction);
      const double next = loop.next(error, s.period);
      const double last = taken.fraction + std::max(ratio, next) * s.period;
      if (static_cast<double>(static_cast<std::int64_t>(arrived - taken.frame)) < last + kHalfTaps) ++result.underruns;
      if (s.resamples || s.sine_hz > 0) {
        const std::uint32_t wants = resampler.wants(s.period, std::max(ratio, next));
        double* room = resampler.room(0, wants);
        const std::uint64_t first = resampler.end();
        for (std::uint32_t i = 0; s.sine_hz > 0 && i < wants; ++i) room[i] = 0.8912509381337456 * std::sin(radians * static_cast<double>(first + i));
        resampler.came(wants);
        resampler.produce(out, s.period, ratio, next);
        taken = resampler.position();
        exact.advance(s.period, ratio, next);
        result.position_error = std::max(result.position_error, std::fabs(exact.error_of(taken, begun)));
        if (s.sine_hz > 0 && now >= s.audio_from) result.audio.insert(result.audio.end(), block.begin(), block.end());
      } else {
        taken.fraction += 0.5 * (ratio + next) * s.period;
        const double whole = std::floor(taken.fraction);
        taken.frame += static_cast<std::uint64_t>(whole);
        taken.fraction -= whole;
      }
      ratio = next;
      const double off = std::fabs(next / truth - 1) * 1e6;
      if (off >= 1) result.lock_seconds = now;
      if (s.stall_seconds > 0 && now > s.stall_at) result.worst_after_stall_ppm = std::max(result.worst_after_stall_ppm, off);
      if (now > kLate) late.add(off);
      if (now > kSettled) {
        settled.add(off);
        result.worst_ppm = std::max(result.worst_ppm, off);
        result.worst_fill = std::max(result.worst_fill, std::fabs(error));
      }
    }
    consumer.next();
  }
  result.rms_ppm = settled.root();
  result.late_rms_ppm = late.root();
  return result;
}

}  // namespace busbar::test
