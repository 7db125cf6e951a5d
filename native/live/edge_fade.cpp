#include "live/edge_fade.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace busbar {
namespace {

constexpr double kInSeconds = 0.020;

}  // namespace

EdgeFade::EdgeFade(double rate_hz) : steps_(std::max(2u, static_cast<std::uint32_t>(std::llround(kInSeconds * rate_hz)))) {}

void EdgeFade::process(double* const* channels, std::uint32_t count, std::uint32_t frames) noexcept {
  const bool out = out_.load(std::memory_order_acquire);
  if (!out) silent_.store(false, std::memory_order_relaxed);
  if (!out && at_ == steps_) return;
  for (std::uint32_t i = 0; i < frames; ++i) {
    // One place on one curve: a stream that ends while it begins turns round from the gain that it has reached.
    if (out) at_ -= std::min(at_, 2u);
    else at_ = std::min(at_ + 1, steps_);
    if (at_ == steps_) continue;
    const double gain = 0.5 - 0.5 * std::cos(std::numbers::pi * at_ / steps_);
    for (std::uint32_t c = 0; c < count; ++c) channels[c][i] *= gain;
  }
  if (out && at_ == 0) silent_.store(true, std::memory_order_release);
}

}  // namespace busbar
