// One aligned piece of memory for many channels of equal length. Invariant: every channel starts on a cache line of
// its own, zeroed; the stride is never a multiple of a page, so that channels do not fight for the same cache sets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <vector>

namespace busbar {

class ChannelArena {
 public:
  ChannelArena() = default;
  ChannelArena(std::size_t channels, std::uint32_t frames)
      : channels_(channels), frames_(frames), stride_(stride(frames)), memory_(allocate(channels * stride_ * sizeof(double))) {
    clear();
  }

  /// Bytes that so many channels take.
  static std::uint64_t bytes(std::uint64_t channels, std::uint32_t frames) { return channels * stride(frames) * sizeof(double); }

  double* channel(std::size_t index) noexcept { return memory_.get() + index * stride_; }
  /// `count` channels from `first` on.
  std::vector<double*> pointers(std::size_t first, std::size_t count) {
    std::vector<double*> all(count);
    for (std::size_t c = 0; c < count; ++c) all[c] = channel(first + c);
    return all;
  }
  std::vector<double*> pointers() { return pointers(0, channels_); }
  std::size_t channels() const noexcept { return channels_; }
  std::uint32_t frames() const noexcept { return frames_; }
  std::span<const double> memory() const noexcept { return {memory_.get(), channels_ * stride_}; }
  void clear() noexcept {
    if (channels_ != 0) std::memset(memory_.get(), 0, channels_ * stride_ * sizeof(double));
  }

 private:
  struct Free {
    void operator()(double* p) const { ::operator delete(p, std::align_val_t{64}); }
  };
  static std::size_t stride(std::uint32_t frames) {
    const std::size_t lines = (std::size_t{frames} + 7) / 8;
    return (lines % 64 == 0 ? lines + 1 : lines) * 8;
  }
  static double* allocate(std::size_t bytes) {
    return static_cast<double*>(::operator new(bytes == 0 ? 64 : bytes, std::align_val_t{64}));
  }

  std::size_t channels_ = 0;
  std::uint32_t frames_ = 0;
  std::size_t stride_ = 0;
  std::unique_ptr<double, Free> memory_;
};

}  // namespace busbar
