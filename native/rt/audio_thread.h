// Marks the part of a thread's life that is real-time, by the thread's name. In: a scope around the loop that waits for
// a device and calls `cycle`. Out: a name that `top -H`, debuggers and the proofs in test/realtime know the thread by.
// Invariant: what needs the heap, locks or system calls other than the device's own lies before or after the scope.
#pragma once

#if defined(__linux__) || defined(__APPLE__)
#include <pthread.h>
#endif

namespace busbar {

inline constexpr const char* kAudioThreadName = "busbar-audio";
inline constexpr const char* kAudioThreadEndedName = "busbar-ended";

inline void name_this_thread([[maybe_unused]] const char* name) noexcept {
#if defined(__linux__)
  (void)pthread_setname_np(pthread_self(), name);
#elif defined(__APPLE__)
  (void)pthread_setname_np(name);
#endif
}

class AudioThreadScope {
 public:
  AudioThreadScope() noexcept { name_this_thread(kAudioThreadName); }
  ~AudioThreadScope() { name_this_thread(kAudioThreadEndedName); }
  AudioThreadScope(const AudioThreadScope&) = delete;
  AudioThreadScope& operator=(const AudioThreadScope&) = delete;
};

}  // namespace busbar
