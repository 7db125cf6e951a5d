// Whether an input gives exact zeros, which no converter does: so macOS sounds where it denies the microphone, without an error.
// In: blocks of input. Out: once, that it has been so for two seconds from the start. The first sample that is not 0 ends the watch.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

namespace busbar::coreaudio {

class ZeroWatch {
 public:
  explicit ZeroWatch(double rate_hz) noexcept : left_(static_cast<std::uint64_t>(kSeconds * rate_hz)) {}
  /// Devices whose silence means nothing.
  void end() noexcept { left_ = 0; }

  /// True: now it is time to tell.
  bool see(std::span<double* const> channels, std::uint32_t frames) noexcept {
    if (left_ == 0) return false;
    for (const double* channel : channels) {
      if (std::all_of(channel, channel + frames, [](double x) { return x == 0; })) continue;
      left_ = 0;
      return false;
    }
    left_ -= std::min<std::uint64_t>(left_, frames);
    return left_ == 0;
  }

 private:
  static constexpr double kSeconds = 2;
  std::uint64_t left_;
};

}  // namespace busbar::coreaudio
