#include "break_run.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "clock/crossing.h"

namespace busbar::test {
namespace {

constexpr double kRate = 48000, kBreakAt = 10, kEnd = 25;

std::int64_t ns(double seconds) { return std::llround(seconds * 1e9); }

}  // namespace

BreakResult run_break(const BreakRun& run) {
  const double delay = run.headroom_frames + 2 * run.period;
  Crossing crossing({1, run.producer_hz, kRate, run.period, run.period, delay, false, run.producer_hz != kRate});
  std::vector<double> block(run.period);
  double* const channel[1] = {block.data()};
  BreakResult result;
  double produced_at = 0, consumed_at = 0, late = 0;
  bool broke_in = false, broke_out = false;
  const double period = run.period / kRate;
  while (consumed_at < kEnd) {
    if (produced_at <= consumed_at) {
      if (!broke_in && produced_at >= kBreakAt) {
        produced_at += run.skipped / run.producer_hz;
        broke_in = true;
      }
      const auto first = static_cast<std::uint64_t>(std::llround(produced_at * run.producer_hz));
      for (std::uint32_t i = 0; i < run.period; ++i) block[i] = static_cast<double>(first + i);
      produced_at += run.period / run.producer_hz;
      crossing.push(channel, run.period, {first, first + run.period, ns(produced_at), ns(produced_at)});
      continue;
    }
    if (!broke_out && consumed_at >= kBreakAt) {
      consumed_at += std::round(run.stalled_seconds / period) * period;
      late = run.moved_seconds;
      if (run.stalled_seconds > 0 || late > 0) crossing.consumer_restarted();
      broke_out = true;
      continue;
    }
    const auto first = static_cast<std::uint64_t>(std::llround(consumed_at * kRate));
    consumed_at += period;
    crossing.pull(channel, run.period, {first, first + run.period, ns(consumed_at + late), ns(consumed_at + late)});
    if (consumed_at < kBreakAt / 2) continue;
    for (std::uint32_t i = 0; i < run.period; ++i) {
      result.off_at_end = std::fabs(static_cast<double>(first + i) + late * kRate - delay - block[i]);
      if (block[i] != 0 && result.off_at_end > 1) ++result.astray;
    }
  }
  result.lost = crossing.state().lost;
  return result;
}

}  // namespace busbar::test
