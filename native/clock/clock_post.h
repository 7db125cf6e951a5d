// A clock line handed from one thread to another. One writer, any readers, nobody waits.
// Invariant: a reader gets a line as it was written, or is told that it is being written and keeps the one it had.
#pragma once

#include <atomic>
#include <cstdint>

#include "clock/clock_filter.h"

namespace busbar {

/// What a producer says of its stream.
struct ProducerClock {
  ClockLine line;
  std::int64_t offset = 0;        ///< number of a frame, less its number in the ring
  std::uint64_t begins = 0;       ///< first frame of the ring that it holds for: those before it are numbered otherwise
  std::uint64_t splice = 0;       ///< first frame of the ring that does not follow on the one before; 0: there is none
  std::uint32_t generation = 0;   ///< rises when frames are numbered anew; 0: nothing was said yet
  std::uint32_t restarts = 0;     ///< how often its phase was lost
  double pitch = 1;               ///< how much faster the line runs for being steered
};

class ClockPost {
 public:
  void write(const ProducerClock& c) noexcept {
    const std::uint32_t version = version_.load(std::memory_order_relaxed);
    version_.store(version + 1, std::memory_order_relaxed);
    // Each store below releases the odd version: who reads one of them sees that something is being written. In place
    // of a fence, which ThreadSanitizer does not know.
    position_.store(c.line.position, std::memory_order_release);
    time_ns_.store(c.line.time_ns, std::memory_order_release);
    late_.store(c.line.late, std::memory_order_release);
    seconds_per_frame_.store(c.line.seconds_per_frame, std::memory_order_release);
    offset_.store(c.offset, std::memory_order_release);
    begins_.store(c.begins, std::memory_order_release);
    splice_.store(c.splice, std::memory_order_release);
    generation_.store(c.generation, std::memory_order_release);
    restarts_.store(c.restarts, std::memory_order_release);
    pitch_.store(c.pitch, std::memory_order_release);
    version_.store(version + 2, std::memory_order_release);
  }
  /// False: `out` stays as it was.
  bool read(ProducerClock& out) const noexcept {
    const std::uint32_t version = version_.load(std::memory_order_acquire);
    if (version % 2 == 1) return false;
    const ProducerClock c{{position_.load(std::memory_order_acquire), time_ns_.load(std::memory_order_acquire),
                           late_.load(std::memory_order_acquire), seconds_per_frame_.load(std::memory_order_acquire)},
                          offset_.load(std::memory_order_acquire), begins_.load(std::memory_order_acquire), splice_.load(std::memory_order_acquire), generation_.load(std::memory_order_acquire),
                          restarts_.load(std::memory_order_acquire), pitch_.load(std::memory_order_acquire)};
    if (version_.load(std::memory_order_relaxed) != version) return false;
    out = c;
    return true;
  }

 private:
  std::atomic<std::uint32_t> version_{0};
  std::atomic<std::uint64_t> position_{0};
  std::atomic<std::int64_t> time_ns_{0};
  std::atomic<double> late_{0}, seconds_per_frame_{0}, pitch_{1};
  std::atomic<std::int64_t> offset_{0};
  std::atomic<std::uint64_t> begins_{0}, splice_{0};
  std::atomic<std::uint32_t> generation_{0}, restarts_{0};
};

}  // namespace busbar
