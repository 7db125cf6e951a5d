// Lets the control side replace what a running audio thread uses. The audio thread marks its cycles and never waits;
// the control side publishes the new thing, then waits until no cycle can hold the old one.
// Invariant: what was loaded inside a cycle stays alive until that cycle ends. All orders are sequentially consistent:
// a cycle that began after the look at the count sees what was published before it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>

namespace busbar {

class CycleGate {
 public:
  // --- Audio thread: around a cycle ---------------------------------------------------------------
  void enter() noexcept { passes_.fetch_add(1); }
  void leave() noexcept { passes_.fetch_add(1); }

  // --- Control thread -----------------------------------------------------------------------------
  /// Returns when a cycle that was under way has ended; at once where none was.
  void wait() const noexcept {
    const std::uint64_t seen = passes_.load();
    while (seen % 2 == 1 && passes_.load() == seen) std::this_thread::sleep_for(std::chrono::microseconds(50));
  }

 private:
  std::atomic<std::uint64_t> passes_{0};  ///< odd: inside
};

}  // namespace busbar
