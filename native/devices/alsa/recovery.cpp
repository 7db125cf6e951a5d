#include "devices/alsa/recovery.h"

#include <algorithm>
#include <cmath>

namespace busbar::alsa {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

}  // namespace

void Position::begin(double rate_hz, std::int64_t now_ns) noexcept {
  *this = {};
  rate_hz_ = rate_hz;
  time_ns_ = began_ns_ = now_ns;
}

void Position::stamp(long ready, std::int64_t time_ns) noexcept {
  position_ = static_cast<std::uint64_t>(std::max<std::int64_t>(static_cast<std::int64_t>(done_) + ready, 0));
  time_ns_ = time_ns;
}

std::uint64_t Position::expected(std::int64_t now_ns) const noexcept {
  return position_ + static_cast<std::uint64_t>(std::llround(static_cast<double>(std::max<std::int64_t>(now_ns - time_ns_, 0)) * rate_hz_ / kSecond));
}

std::uint64_t Position::restarted(std::int64_t now_ns) noexcept {
  const std::uint64_t now = std::max(expected(now_ns), done_);
  const std::uint64_t lost = now - done_;
  done_ = position_ = began_at_ = now;
  time_ns_ = began_ns_ = now_ns;
  return lost;
}

bool Position::runs_away(std::int64_t now_ns, std::uint32_t buffer) const noexcept {
  const std::int64_t elapsed = now_ns - began_ns_;
  return elapsed > kSecond && static_cast<double>(done_ - began_at_) > 2 * rate_hz_ * static_cast<double>(elapsed) / kSecond + buffer;
}

bool Patience::allows_restart(std::int64_t now_ns) noexcept {
  std::int64_t& oldest = restarts_[next_];
  if (oldest != 0 && now_ns - oldest < kSecond) return false;
  oldest = now_ns;
  next_ = (next_ + 1) % kRestarts;
  return true;
}

}  // namespace busbar::alsa
