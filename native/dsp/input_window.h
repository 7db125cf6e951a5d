// The newest samples of a stream, in one piece. In: a stream; memory that somebody else owns, zeroed. Out: a pointer
// behind which the past lies contiguously.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace busbar {

template <class Sample, std::uint32_t Room>
class WindowOf {
 public:
  /// Most samples of one push.
  static constexpr std::uint32_t kRoom = Room;
  /// Samples of memory for `history` samples of past.
  static std::uint32_t size(std::uint32_t history) noexcept { return history + kRoom; }

  WindowOf() = default;
  WindowOf(Sample* memory, std::uint32_t history) noexcept : memory_(memory), history_(history) {}

  /// How many of `frames` samples the next push takes, at least 1.
  std::uint32_t room(std::uint32_t frames) const noexcept {
    return filled_ == kRoom ? std::min(frames, kRoom) : std::min(frames, kRoom - filled_);
  }

  /// Takes `room(frames)` samples; sample i of them is at [i], and the past at [-1] .. [-history].
  const Sample* push(const Sample* in, std::uint32_t frames) noexcept {
    if (filled_ == kRoom) {
      std::memmove(memory_, memory_ + kRoom, history_ * sizeof(Sample));
      filled_ = 0;
    }
    Sample* newest = memory_ + history_ + filled_;
    std::memcpy(newest, in, frames * sizeof(Sample));
    filled_ += frames;
    return newest;
  }

  /// As if so many of `sample` had come in.
  void clear(Sample sample = 0) noexcept {
    std::fill_n(memory_, size(history_), sample);
    filled_ = 0;
  }

 private:
  Sample* memory_ = nullptr;
  std::uint32_t history_ = 0;
  std::uint32_t filled_ = 0;
};

using InputWindow = WindowOf<double, 256>;

}  // namespace busbar
