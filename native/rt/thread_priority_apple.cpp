// Real-time on macOS is a promise of time, not a priority: so much work, done so soon after it is woken. What the kernel made
// of it is read back. Nobody is demoted by a signal there: a thread that breaks its promise loses it without one.
#include "rt/thread_priority.h"

#if defined(__APPLE__)

#include <mach/mach.h>
#include <mach/mach_time.h>
#include <pthread.h>

namespace busbar {
namespace {

/// Of a virtual device's thread, which wakes by its own clock: enough for any plan that plays.
constexpr std::uint64_t kWorkNs = 2'000'000, kWithinNs = 5'000'000;

std::uint32_t ticks_of(std::uint64_t ns) {
  mach_timebase_info_data_t base{1, 1};
  mach_timebase_info(&base);
  return static_cast<std::uint32_t>(ns * base.denom / base.numer);
}

}  // namespace

Scheduling ask_for_realtime(int) {
  thread_time_constraint_policy_data_t promise{};
  promise.computation = ticks_of(kWorkNs);
  promise.constraint = ticks_of(kWithinNs);
  promise.preemptible = 1;
  const kern_return_t refused = thread_policy_set(pthread_mach_thread_np(pthread_self()), THREAD_TIME_CONSTRAINT_POLICY,
                                                  reinterpret_cast<thread_policy_t>(&promise), THREAD_TIME_CONSTRAINT_POLICY_COUNT);
  if (refused != KERN_SUCCESS) return {false, "not real-time: the kernel refused a time constraint (" + std::to_string(refused) + ")"};
  return scheduling_of(thread_number());
}

Scheduling scheduling_of(std::int32_t thread) {
  thread_time_constraint_policy_data_t promise{};
  mach_msg_type_number_t count = THREAD_TIME_CONSTRAINT_POLICY_COUNT;
  boolean_t is_default = 0;
  const kern_return_t answer = thread_policy_get(static_cast<thread_act_t>(thread), THREAD_TIME_CONSTRAINT_POLICY,
                                                 reinterpret_cast<thread_policy_t>(&promise), &count, &is_default);
  if (answer != KERN_SUCCESS || is_default != 0) return {false, "not real-time"};
  return {true, "time constraint"};
}

/// The name of its port in this process.
std::int32_t thread_number() noexcept { return static_cast<std::int32_t>(pthread_mach_thread_np(pthread_self())); }

DemotableThread::DemotableThread() noexcept : place_(-1) {}
DemotableThread::~DemotableThread() = default;
std::uint32_t demotions() noexcept { return 0; }

}  // namespace busbar

#endif
