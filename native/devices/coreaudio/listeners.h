// What the HAL has to say, for a thread of ours that may ask it. In: properties to listen to. Out: which kinds of them changed
// since the last look, and a wait for the next. Invariants: a listener sets a flag, wakes, and asks the HAL for nothing; it may
// come late, on any thread, after it was removed: it finds a shut door; an overload is only counted, since the IO thread itself tells of it.
#pragma once

#include <CoreAudio/CoreAudio.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <vector>

#include "rt/doorway.h"

namespace busbar::coreaudio {

using Deadline = std::chrono::steady_clock::time_point;

class Notices {
 public:
  enum Kind : std::uint32_t {
    kDevice = 1,      ///< a property of the device, or which devices there are: look again
    kRestarted = 2,   ///< the HAL lost its server: every object is void, for good
    kAsked = 4,       ///< by ourselves
  };

  void post(std::uint32_t kinds) noexcept;
  void count_overload() noexcept { overloads_.fetch_add(1, std::memory_order_relaxed); }
  std::uint32_t overloads() const noexcept { return overloads_.load(std::memory_order_relaxed); }
  /// All kinds since the last call; none at the deadline.
  std::uint32_t wait(Deadline until);
  /// However often it was waited for since.
  bool is_restarted() const noexcept { return restarted_.load(std::memory_order_acquire); }

 private:
  std::mutex mutex_;  // of nothing but the flags: nobody who has it calls anything
  std::condition_variable changed_;
  std::uint32_t kinds_ = 0;
  std::atomic<bool> restarted_{false};
  std::atomic<std::uint32_t> overloads_{0};
};

class Listeners {
 public:
  Listeners();
  ~Listeners() { clear(); }
  Listeners(const Listeners&) = delete;
  Listeners& operator=(const Listeners&) = delete;

  /// Not every device has every property: what it lacks is not listened to.
  void add(AudioObjectID object, AudioObjectPropertySelector selector, AudioObjectPropertyScope scope = kAudioObjectPropertyScopeGlobal);
  /// The object is about to go.
  void remove(AudioObjectID object) noexcept;
  void clear() noexcept;
  /// As many listeners as there may be are in use.
  bool is_deaf() const noexcept { return door_.token() == nullptr; }

  Notices& notices() noexcept { return notices_; }

 private:
  struct Heard {
    AudioObjectID object;
    AudioObjectPropertyAddress address;
  };

  Notices notices_;
  Doorway<Notices> door_;
  std::vector<Heard> heard_;
};

/// Asks `holds` at once, at every notice, and now and then, since notices may be lost or come early. False: not in
/// time, or never, since the service was restarted.
template <class Condition>
bool settle(Notices& notices, Deadline until, Condition holds) {
  constexpr std::chrono::milliseconds kNowAndThen{50};
  for (;;) {
    if (holds()) return true;
    const Deadline now = std::chrono::steady_clock::now();
    if (now >= until || notices.is_restarted()) return false;
    notices.wait(std::min(until, now + kNowAndThen));
  }
}

}  // namespace busbar::coreaudio
