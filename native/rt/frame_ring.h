// Frames of several channels from one thread to another. One producer, one consumer, no lock, no system call.
// Invariant: what was written comes out in order, whole frames at a time; memory is allocated once and touched.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>

#include "rt/arena.h"

namespace busbar {

class FrameRing {
 public:
  FrameRing(std::size_t channels, std::uint32_t capacity) : memory_(channels, capacity) {}

  std::size_t channels() const noexcept { return memory_.channels(); }
  std::uint32_t capacity() const noexcept { return memory_.frames(); }
  std::uint32_t readable() const noexcept {
    return static_cast<std::uint32_t>(written_.load(std::memory_order_acquire) - read_.load(std::memory_order_acquire));
  }
  std::uint32_t writable() const noexcept { return capacity() - readable(); }

  /// Producer. `frames` are at most `writable()`.
  void write(const double* const* from, std::uint32_t frames) noexcept {
    const std::uint64_t at = written_.load(std::memory_order_relaxed);
    pieces(at, frames, [&](std::uint32_t place, std::uint32_t done, std::uint32_t n) {
      for (std::size_t c = 0; c < channels(); ++c) std::memcpy(memory_.channel(c) + place, from[c] + done, n * sizeof(double));
    });
    written_.store(at + frames, std::memory_order_release);
  }

  /// Consumer. `frames` are at most `readable()`; they go to frame `offset` of each channel and on.
  void read(double* const* to, std::uint32_t frames, std::uint32_t offset = 0) noexcept {
    const std::uint64_t at = read_.load(std::memory_order_relaxed);
    pieces(at, frames, [&](std::uint32_t place, std::uint32_t done, std::uint32_t n) {
      for (std::size_t c = 0; c < channels(); ++c)
        std::memcpy(to[c] + offset + done, memory_.channel(c) + place, n * sizeof(double));
    });
    read_.store(at + frames, std::memory_order_release);
  }
  /// Consumer. Passes over frames.
  void skip(std::uint32_t frames) noexcept { read_.fetch_add(frames, std::memory_order_release); }

 private:
  /// A stretch of the ring lies in one piece or in two.
  template <class Copy>
  void pieces(std::uint64_t at, std::uint32_t frames, Copy copy) noexcept {
    const auto place = static_cast<std::uint32_t>(at % capacity());
    const std::uint32_t first = std::min(frames, capacity() - place);
    copy(place, 0u, first);
    if (frames > first) copy(0u, first, frames - first);
  }

  ChannelArena memory_;
  alignas(64) std::atomic<std::uint64_t> written_{0};
  alignas(64) std::atomic<std::uint64_t> read_{0};
};

}  // namespace busbar
