#include "clock/async_resampler.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace busbar {

AsyncResampler::AsyncResampler(const SincTable& table, std::uint32_t channels, std::uint32_t room, SincSum sum)
    : table_(table),
      sum_(sum),
      channels_(channels),
      capacity_(2 * (table.taps() + room)),
      held_(std::size_t{channels} * capacity_ + kSincStep),
      taps_(table.padded()),
      sums_(channels) {
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
  SincFrame frame{};
  frame.stride = capacity_;
  frame.channels = channels_;
  for (std::uint32_t i = 0; i < frames; ++i) {
    const auto offset = static_cast<std::int64_t>(at_.frame - (taps / 2 - 1) - first_);
    if (offset >= 0 && offset + taps <= filled_) {
      table_.aim(frame, at_.fraction);
      frame.samples = held_.data() + offset;
      sum_(frame, taps_.data(), sums_.data());
    } else {
      std::fill(sums_.begin(), sums_.end(), 0.0);
    }
    for (std::uint32_t c = 0; c < channels_; ++c) out[c][i] = sums_[c];
    at_.fraction += from + slope * (i + 0.5);
    const double whole = std::floor(at_.fraction);
    at_.frame += static_cast<std::uint64_t>(whole);
    at_.fraction -= whole;
  }
}

}  // namespace busbar
