// An audio thread: real-time where that is granted, its stack touched and locked beforehand, denormals flushed, no
// signal but SIGXCPU. In: a body that is `noexcept` in effect. Out: what was granted, known before `start` returns.
// Invariant: the body begins only after all this, so it takes no page fault of its own stack.
#pragma once

#include <pthread.h>

#include <cstdint>
#include <functional>
#include <string>

#include "rt/thread_priority.h"

namespace busbar {

class RealtimeThread {
 public:
  ~RealtimeThread() { join(); }

  /// Returns when the thread runs; says why it could not be made, else nothing.
  std::string start(int priority, std::function<void()> body);
  /// Waits until the body has returned. Not from the thread itself.
  void join() noexcept;

  const Scheduling& scheduling() const noexcept { return scheduling_; }
  /// The kernel's number, by which rtkit knows it; 0: none.
  std::int32_t number() const noexcept { return number_; }

 private:
  struct Launch;
  static void* run(void* launch);

  Scheduling scheduling_;
  std::int32_t number_ = 0;
  pthread_t thread_{};
  bool running_ = false;
};

}  // namespace busbar
