#include "clock/break_fade.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace busbar {
namespace {

constexpr double kSeconds = 0.005;

}  // namespace

BreakFade::BreakFade(std::uint32_t channels, double rate_hz)
    : length_(std::max(1u, static_cast<std::uint32_t>(std::llround(kSeconds * rate_hz)))), fall_(length_), last_(channels), held_(channels) {}

double BreakFade::up(std::uint32_t at) const noexcept { return 0.5 - 0.5 * std::cos(std::numbers::pi * at / length_); }

void BreakFade::break_off() noexcept {
  rise_ = fall_ = 0;
  playing_ = false;
  std::copy(last_.begin(), last_.end(), held_.begin());
}

void BreakFade::pass(double* const* block, std::uint32_t frames) noexcept {
  playing_ = true;
  for (std::uint32_t i = 0; i < frames && (rise_ < length_ || fall_ < length_); ++i) {
    rise_ = std::min(rise_ + 1, length_);
    fall_ = std::min(fall_ + 1, length_);
    const double in = rise_ == length_ ? 1 : up(rise_), out = fall_ == length_ ? 0 : 1 - up(fall_);
    for (std::size_t c = 0; c < last_.size(); ++c) block[c][i] = in * block[c][i] + out * held_[c];
  }
  hold(block, frames);
}

void BreakFade::fill(double* const* block, std::uint32_t frames) noexcept {
  if (playing_) break_off();
  for (std::uint32_t i = 0; i < frames; ++i) {
    fall_ = std::min(fall_ + 1, length_);
    const double out = fall_ == length_ ? 0 : 1 - up(fall_);
    for (std::size_t c = 0; c < last_.size(); ++c) block[c][i] = out * held_[c];
  }
  hold(block, frames);
}

void BreakFade::hold(double* const* block, std::uint32_t frames) noexcept {
  for (std::size_t c = 0; c < last_.size(); ++c) last_[c] = block[c][frames - 1];
}

}  // namespace busbar
