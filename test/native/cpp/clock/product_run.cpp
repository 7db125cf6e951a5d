#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

#include "clock/crossing.h"
#include "crossing_run.h"
#include "sine_fit.h"

namespace busbar::test {
namespace {

constexpr std::size_t kPiece = 1024;

/// Phase of a tone at the first of `count` samples, in radians.
double phase_of(const double* samples, std::size_t count, double radians) {
  std::complex<double> sum = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double x = (i + 0.5) / count;
    const double window = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * x);
    sum += window * samples[i] * std::polar(1.0, -radians * static_cast<double>(i));
  }
  return std::arg(sum * std::complex<double>(0, 1));
}

}  // namespace

ProductResult run_product(const CrossingRun& s, bool resample) {
  ClockModel stalling = producer_model(s);
  stalling.stalls = stalls_of(s);
  SimulatedClock producer(stalling);
  SimulatedClock consumer(consumer_model(s));
  const double delay = crossing_delay(s);
  Crossing crossing({1, s.rate, s.rate, s.period, s.period, delay, false, resample});
  const double radians = 2 * std::numbers::pi * s.sine_hz / s.rate;
  const double truth = producer.rate() / consumer.rate();
  std::vector<double> in(s.period), out(s.period), audio;
  const double* const from[1] = {in.data()};
  double* const to[1] = {out.data()};
  std::vector<std::uint64_t> lost_at;
  while (consumer.wake() < s.seconds) {
    if (producer.wake() < consumer.wake()) {
      const auto position = static_cast<std::uint64_t>(producer.position());
      const std::uint64_t first = position - s.period;
      for (std::uint32_t i = 0; i < s.period; ++i) in[i] = std::sin(radians * static_cast<double>(first + i));
      crossing.push(from, s.period, {first, position, producer.wake_ns()});
      producer.next();
      continue;
    }
    const std::uint64_t before = crossing.state().lost;
    const auto position = static_cast<std::uint64_t>(consumer.position());
    crossing.pull(to, s.period, {position - s.period, position, consumer.wake_ns()});
    if (crossing.state().lost != before) lost_at.push_back(position);
    audio.insert(audio.end(), out.begin(), out.end());
    consumer.next();
  }
  ProductResult result{.lost = crossing.state().lost, .restarts = crossing.state().restarts};
  std::vector<double> quiet;
  for (std::size_t at = static_cast<std::size_t>(5 * s.rate); at + kPiece <= audio.size(); at += kPiece) {
    const bool near_loss = std::any_of(lost_at.begin(), lost_at.end(), [&](std::uint64_t l) { return at + kPiece + s.period > l && at < l + s.rate / 10; });
    if (near_loss) continue;
    const double heard = phase_of(audio.data() + at, kPiece, radians * truth);
    const double begin = kConsumerStart + static_cast<double>(at) / consumer.rate();
    const double wanted = radians * (producer.moved(begin) - delay);
    const double off = std::remainder(wanted - heard, 2 * std::numbers::pi) / radians;
    result.worst_delay_error = std::max(result.worst_delay_error, std::fabs(off));
    if (quiet.size() < 32 * kPiece && at > 30 * s.rate) quiet.insert(quiet.end(), audio.begin() + at, audio.begin() + at + kPiece);
  }
  result.thdn_db = residual_of_pieces_db(quiet, radians * truth, kPiece);
  return result;
}

}  // namespace busbar::test
