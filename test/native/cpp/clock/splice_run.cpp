#include "splice_run.h"

#include <cmath>
#include <cstdint>
#include <numbers>

#include "clock/crossing.h"

namespace busbar::test {
namespace {

constexpr double kRate = 48000;
constexpr std::uint32_t kPeriod = 128, kDelay = 19200, kLost = 2432, kRestart = 10 * 48000, kAround = 4096;
/// What was missing comes first, then what waits.
constexpr std::uint32_t kSplice = kRestart + kLost + kDelay;
static_assert(kLost % kPeriod == 0 && kRestart % kPeriod == 0);

std::int64_t ns(std::uint64_t frame) { return std::llround(static_cast<double>(frame) / kRate * 1e9); }

double tones(std::uint64_t frame) {
  double sum = 0;
  for (const double hz : {997.0, 60.0, 311.0}) sum += std::sin(2 * std::numbers::pi * hz / kRate * static_cast<double>(frame));
  return 0.3 * sum;
}

}  // namespace

std::vector<double> run_splice(bool resample) {
  Crossing crossing({1, kRate, kRate, kPeriod, kPeriod, kDelay, false, resample});
  std::vector<double> block(kPeriod), heard;
  double* const channel[1] = {block.data()};
  for (std::uint64_t first = 0; first < kSplice + kAround; first += kPeriod) {
    const std::uint64_t end = first + kPeriod;
    if (first == kRestart + kLost) crossing.producer_restarted(false);
    if (first < kRestart || first >= kRestart + kLost) {
      for (std::uint32_t i = 0; i < kPeriod; ++i) block[i] = tones(first + i);
      crossing.push(channel, kPeriod, {first, end, ns(end), ns(end)});
    }
    crossing.pull(channel, kPeriod, {first, end, ns(end) + 1000, ns(end) + 1000});
    if (first >= kSplice - kAround) heard.insert(heard.end(), block.begin(), block.end());
  }
  return heard;
}

}  // namespace busbar::test
