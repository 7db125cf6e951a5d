#include "live/levels.h"

#include <algorithm>
#include <cmath>

namespace busbar {
namespace {

/// False where a sample is not a number or its square is not: then nothing was added.
bool add_channel(const double* samples, std::uint32_t frames, Level& level) noexcept {
  constexpr std::uint32_t kLanes = 4;
  double squares[kLanes] = {}, peaks[kLanes] = {};
  std::uint64_t over = 0;
  std::uint32_t i = 0;
  for (; i + kLanes <= frames; i += kLanes)
    for (std::uint32_t lane = 0; lane < kLanes; ++lane) {
      const double x = std::fabs(samples[i + lane]);
      squares[lane] += x * x;
      peaks[lane] = std::max(peaks[lane], x);
      over += x > 1;
    }
  for (; i < frames; ++i) {
    const double x = std::fabs(samples[i]);
    squares[0] += x * x;
    peaks[0] = std::max(peaks[0], x);
    over += x > 1;
  }
  const double sum = (squares[0] + squares[1]) + (squares[2] + squares[3]);
  if (!std::isfinite(sum)) return false;
  level.squares += sum;
  level.peak = std::max({level.peak, peaks[0], peaks[1], peaks[2], peaks[3]});
  level.clipped += over;
  level.frames += frames;
  return true;
}

/// How many samples were left out.
std::uint64_t add_finite(const double* samples, std::uint32_t frames, Level& level) noexcept {
  std::uint64_t left_out = 0;
  for (std::uint32_t i = 0; i < frames; ++i)
    if (!std::isfinite(samples[i])) ++left_out;
    else add_channel(samples + i, 1, level);
  return left_out;
}

}  // namespace

std::uint64_t Levels::add(const double* const* channels, std::uint32_t frames) noexcept {
  std::vector<Level>& bank = banks_[active_.load()];
  std::uint64_t left_out = 0;
  for (std::size_t c = 0; c < bank.size(); ++c)
    if (!add_channel(channels[c], frames, bank[c])) left_out += add_finite(channels[c], frames, bank[c]);
  return left_out;
}

std::vector<Level> Levels::take(const CycleGate& gate) {
  const std::uint32_t before = active_.load();
  active_.store(1 - before);
  gate.wait();
  std::vector<Level> taken(banks_[before].size());
  taken.swap(banks_[before]);
  return taken;
}

}  // namespace busbar
