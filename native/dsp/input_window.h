// The newest samples of a stream, in one piece. In: a stream; memory that somebody else owns, zeroed. Out: a pointer
// behind which the past lies contiguously.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace busbar {

class InputWindow {
 public:
  /// Most samples of one push.
  static constexpr std::uint32_t kRoom = 256;
  /// Doubles of memory for `history` samples of past.
  static std::uint32_t size(std::uint32_t history) noexcept { return history + kRoom; }

  InputWindow() = default;
  InputWindow(double* memory, std::uint32_t history) noexcept : memory_(memory), history_(history) {}

  /// How many of `frames` samples the next push takes, at least 1.
  std::uint32_t room(std::uint32_t frames) const noexcept {
    return filled_ == kRoom ? std::min(frames, kRoom) : std::min(frames, kRoom - filled_);
  }

  /// Takes `room(frames)` samples; sample i of them is at [i], and the past at [-1] .. [-history].
  const double* push(const double* in, std::uint32_t frames) noexcept {
    if (filled_ == kRoom) {
      std::memmove(memory_, memory_ + kRoom, history_ * sizeof(double));
      filled_ = 0;
    }
    double* newest = memory_ + history_ + filled_;
    std::memcpy(newest, in, frames * sizeof(double));
    filled_ += frames;
    return newest;
  }

  void clear() noexcept {
    std::fill_n(memory_, size(history_), 0.0);
    filled_ = 0;
  }

 private:
  double* memory_ = nullptr;
  std::uint32_t history_ = 0;
  std::uint32_t filled_ = 0;
};

}  // namespace busbar
