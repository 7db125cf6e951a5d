#include "clock/async_resampler.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "dsp/pair.h"

namespace busbar {
namespace {

double weighted(const double* taps, const double* samples, std::uint32_t count) noexcept {
  Pair a{}, b{}, c{}, d{};
  std::uint32_t j = 0;
  for (; j + 8 <= count; j += 8) {
    a += load_pair(taps + j) * load_pair(samples + j);
    b += load_pair(taps + j + 2) * load_pair(samples + j + 2);
    c += load_pair(taps + j + 4) * load_pair(samples + j + 4);
    d += load_pair(taps + j + 6) * load_pair(samples + j + 6);
  }
  for (; j < count; j += 2) a += load_pair(taps + j) * load_pair(samples + j);
  const Pair sum = (a + b) + (c + d);
  return sum[0] + sum[1];
}

}  // namespace

AsyncResampler::AsyncResampler(const SincTable& table, std::uint32_t channels, std::uint32_t room)
    : table_(table), channels_(channels), capacity_(2 * (table.taps() + room)), held_(std::size_t{channels} * capacity_), taps_(table.taps()) {
  start(0, {});
}

void AsyncResampler::start(std::uint64_t frame, const StreamPosition& at) noexcept {
  std::fill(held_.begin(), held_.end(), 0.0);
  // As much silence before the first frame as the taps reach back.
  filled_ = table_.taps();
  first_ = frame - filled_;
  at_ = at;
}

std::uint32_t AsyncResampler::wants(std::uint32_t frames, double ratio) const noexcept {
  const double last = at_.fraction + ratio * frames;
  const std::uint64_t until = at_.frame + static_cast<std::uint64_t>(last) + table_.taps() / 2 + 1;
  const auto missing = static_cast<std::int64_t>(until - end());
  return missing > 0 ? static_cast<std::uint32_t>(missing) : 0;
}

void AsyncResampler::make_room(std::uint32_t frames) noexcept {
  if (filled_ + frames <= capacity_) return;
  // What the next output frame still needs, were it to skip back, and never less than the newest taps.
  const std::uint64_t oldest = at_.frame - (table_.taps() / 2 - 1) - kSkipsBack;
  const auto passed = static_cast<std::int64_t>(oldest - first_);
  const std::uint32_t most = filled_ > table_.taps() ? filled_ - table_.taps() : 0;
  const std::uint32_t least = filled_ + frames - capacity_;
  const std::uint32_t drop = std::max(least, passed > 0 ? std::min(static_cast<std::uint32_t>(passed), most) : 0);
  for (std::uint32_t c = 0; c < channels_; ++c) {
    double* channel = held_.data() + std::size_t{c} * capacity_;
    std::memmove(channel, channel + drop, (filled_ - drop) * sizeof(double));
  }
  first_ += drop;
  filled_ -= drop;
}

double* AsyncResampler::room(std::uint32_t channel, std::uint32_t frames) noexcept {
  make_room(frames);
  return held_.data() + std::size_t{channel} * capacity_ + filled_;
}

void AsyncResampler::produce(double* const* out, std::uint32_t frames, double from, double to) noexcept {
  const std::uint32_t taps = table_.taps();
  const double slope = (to - from) / frames;
  for (std::uint32_t i = 0; i < frames; ++i) {
    const auto offset = static_cast<std::int64_t>(at_.frame - (taps / 2 - 1) - first_);
    const bool here = offset >= 0 && offset + taps <= filled_;
    if (here) table_.at(at_.fraction, taps_.data());
    for (std::uint32_t c = 0; c < channels_; ++c)
      out[c][i] = here ? weighted(taps_.data(), held_.data() + std::size_t{c} * capacity_ + offset, taps) : 0;
    at_.fraction += from + slope * (i + 0.5);
    const double whole = std::floor(at_.fraction);
    at_.frame += static_cast<std::uint64_t>(whole);
    at_.fraction -= whole;
  }
}

}  // namespace busbar
