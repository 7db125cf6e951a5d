#include "live/fifo.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace busbar {
namespace {

constexpr double kFadeSeconds = 0.005;

}  // namespace

Fifo::Fifo(std::uint32_t channels, std::uint32_t delay, std::uint32_t block, double rate_hz)
    : ring_(channels, 4 * std::max(delay, block)),
      delay_(delay),
      fade_(std::max(1u, static_cast<std::uint32_t>(std::llround(kFadeSeconds * rate_hz)))),
      fall_(fade_),
      last_(channels),
      held_(channels) {}

void Fifo::put(const double* const* from, std::uint32_t frames) noexcept {
  if (frames > largest_put_.load(std::memory_order_relaxed)) largest_put_.store(frames, std::memory_order_relaxed);
  if (frames <= ring_.writable()) ring_.write(from, frames);
  else if (began_.load(std::memory_order_relaxed)) refused_.fetch_add(frames, std::memory_order_relaxed);
}

void Fifo::take(double* const* to, std::uint32_t frames) noexcept {
  // A queue that is shorter than a block of either side could never be kept.
  delay_ = std::max({delay_, frames, largest_put_.load(std::memory_order_relaxed)});
  if (filling_ ? ring_.readable() >= delay_ : ring_.readable() > 2 * delay_) re_centre();

  const std::uint32_t there = filling_ ? 0 : std::min(frames, ring_.readable());
  ring_.read(to, there);
  blend(to, 0, there);
  if (there == frames) return;
  if (!filling_) {
    filling_ = true;
    break_off();
  }
  for (std::size_t c = 0; c < last_.size(); ++c) std::fill(to[c] + there, to[c] + frames, 0.0);
  blend(to, there, frames);
  if (began_.load(std::memory_order_relaxed)) slipped_.fetch_add(frames - there, std::memory_order_relaxed);
}

/// Passes over what makes the queue longer than its delay.
void Fifo::re_centre() noexcept {
  const std::uint32_t surplus = ring_.readable() - delay_;
  ring_.skip(surplus);
  if (!filling_) {
    slipped_.fetch_add(surplus, std::memory_order_relaxed);
    break_off();
  }
  filling_ = false;
  began_.store(true, std::memory_order_relaxed);
}

/// From here on what was heard last fades away.
void Fifo::break_off() noexcept {
  rise_ = fall_ = 0;
  std::copy(last_.begin(), last_.end(), held_.begin());
}

/// What was heard last fades away under what comes in; where nothing comes in yet, that stays at its beginning.
void Fifo::blend(double* const* to, std::uint32_t from, std::uint32_t end) noexcept {
  const auto up = [this](std::uint32_t at) { return 0.5 - 0.5 * std::cos(std::numbers::pi * at / fade_); };
  for (std::uint32_t i = from; i < end && (rise_ < fade_ || fall_ < fade_); ++i) {
    if (!filling_) rise_ = std::min(rise_ + 1, fade_);
    fall_ = std::min(fall_ + 1, fade_);
    const double in = rise_ == fade_ ? 1 : up(rise_), out = fall_ == fade_ ? 0 : 1 - up(fall_);
    for (std::size_t c = 0; c < last_.size(); ++c) to[c][i] = in * to[c][i] + out * held_[c];
    if (filling_ && fall_ == fade_) break;
  }
  if (end > from)
    for (std::size_t c = 0; c < last_.size(); ++c) last_[c] = to[c][end - 1];
}

}  // namespace busbar
