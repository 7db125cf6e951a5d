#include "steering_run.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "dsp/random.h"
#include "live/member.h"
#include "live/steering.h"

namespace busbar::test {
namespace {

constexpr double kRate = 48000, kEnd = 120, kMoving = 10, kPoll = 0.1;

std::int64_t ns(double seconds) { return std::llround(seconds * 1e9); }

}  // namespace

SteeringResult run_steering(std::uint32_t period, double ppm, double lateness) {
  Random random;
  random.seed(1, 0);
  Member member(1, 1, kRate, period, {4 * period, period, kRate, Drift::steer});
  Steering steering;
  std::vector<double> silence(period), heard(period);
  const double* const in[1] = {silence.data()};
  double* const out[1] = {heard.data()};
  SteeringResult result;
  double pitch = 0, master_at = 0, member_at = 0.001, poll_at = 0;
  std::uint64_t master = 0, moved = 0;
  while (poll_at < kEnd) {
    if (poll_at <= std::min(master_at, member_at)) {
      if (steering.due(ns(poll_at + 1))) {
        pitch = steering.next(member.state(), kRate);
        member.steered(pitch);
      }
      if (poll_at > kMoving) result.overshoot_ppm = std::max(result.overshoot_ppm, (-pitch - ppm) * (ppm < 0 ? -1 : 1));
      poll_at += kPoll;
    } else if (member_at < master_at) {
      const std::int64_t seen = ns(member_at + lateness * random.exponential());
      const BlockTime at{moved, moved + period, seen, seen};
      for (std::uint32_t done = 0; done < period; done += kMostExchanged)
        member.exchange(in, out, std::min(period - done, kMostExchanged), {at.first + done, at.position, at.time_ns, at.began_ns});
      moved += period;
      member_at += period / (kRate * (1 + (ppm + pitch) * 1e-6));
    } else {
      const std::int64_t seen = ns(master_at + lateness * random.exponential());
      for (std::uint32_t done = 0; done < period; done += kMostExchanged) {
        const std::uint32_t n = std::min(period - done, kMostExchanged);
        const BlockTime at{master + done, master + period, seen, seen};
        member.fetch(n, at);
        member.deliver(n, at);
      }
      master += period;
      master_at += period / kRate;
    }
  }
  const MemberState state = member.state();
  result.left_ppm = std::fabs(pitch + ppm);
  result.off_frames = std::fabs(state.ahead_frames);
  result.restarts = state.restarts;
  return result;
}

}  // namespace busbar::test
