#include "rt/thread_priority.h"

#if defined(__linux__)

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <mutex>
#include <system_error>

namespace busbar {
namespace {

/// A soft limit where there is no hard one, in microseconds of running without a pause: many periods of any device.
constexpr rlim_t kLongestRun = 500'000;

std::array<std::atomic<pid_t>, 256> threads{};  // 0: free
std::atomic<std::uint32_t> demoted{0};
struct sigaction before {};
static_assert(std::atomic<pid_t>::is_always_lock_free && std::atomic<std::uint32_t>::is_always_lock_free);

bool is_realtime(int policy) noexcept { return policy == SCHED_FIFO || policy == SCHED_RR; }

/// SIGXCPU: only calls that are safe in a signal handler. It may run on any thread, the one that ran away among them.
void demote(int signal, siginfo_t* info, void* context) {
  const int saved = errno;
  bool any = false;
  for (const std::atomic<pid_t>& thread : threads) {
    const pid_t id = thread.load(std::memory_order_relaxed);
    if (id == 0 || !is_realtime(sched_getscheduler(id) & ~SCHED_RESET_ON_FORK)) continue;
    const sched_param none{};
    if (sched_setscheduler(id, SCHED_OTHER, &none) == 0) any = true;
  }
  errno = saved;
  if (any) {
    demoted.fetch_add(1, std::memory_order_relaxed);
  } else if ((before.sa_flags & SA_SIGINFO) != 0) {
    before.sa_sigaction(signal, info, context);
  } else if (before.sa_handler == SIG_DFL) {
    // Not ours to bear: the process is over its RLIMIT_CPU.
    sigaction(SIGXCPU, &before, nullptr);
    raise(SIGXCPU);
  } else if (before.sa_handler != SIG_IGN) {
    before.sa_handler(signal);
  }
}

/// What rtkit demands at most, in microseconds.
constexpr rlim_t kRtkitRun = 200'000;

/// A fifth of the hard limit, at which the kernel kills.
void set_soft_limit(rlimit limit) {
  const rlim_t soft = limit.rlim_max == RLIM_INFINITY ? kLongestRun : limit.rlim_max / 5;
  limit.rlim_cur = std::min(limit.rlim_cur, soft);
  setrlimit(RLIMIT_RTTIME, &limit);
}

/// Where real-time is refused, rtkit may still grant it: to a process that is bound in this way. Nobody else is bound.
void bind_for_rtkit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_RTTIME, &limit) != 0) return;
  limit.rlim_max = std::min(limit.rlim_max, kRtkitRun);
  set_soft_limit(limit);
}

void limit_run_time() {
  struct sigaction action {};
  action.sa_sigaction = demote;
  action.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  sigaction(SIGXCPU, &action, &before);
  rlimit limit{};
  if (getrlimit(RLIMIT_RTTIME, &limit) != 0) return;
  set_soft_limit(limit);
}

int set_fifo(int priority) {
  sched_param param{};
  param.sched_priority = priority;
  return pthread_setschedparam(pthread_self(), SCHED_FIFO, &param);
}

}  // namespace

Scheduling ask_for_realtime(int priority) {
  static std::once_flag once;
  std::call_once(once, limit_run_time);
  const int wanted = std::clamp(priority, sched_get_priority_min(SCHED_FIFO), sched_get_priority_max(SCHED_FIFO));
  int refused = set_fifo(wanted);
  if (refused == 0) return scheduling_of(thread_number());
  rlimit limit{};
  getrlimit(RLIMIT_RTPRIO, &limit);
  if (refused == EPERM && limit.rlim_cur > 0) {
    refused = set_fifo(static_cast<int>(std::min<rlim_t>(limit.rlim_cur, static_cast<rlim_t>(wanted))));
    if (refused == 0) return scheduling_of(thread_number());
  }
  bind_for_rtkit();
  if (refused == EPERM && limit.rlim_cur == 0)
    return {false, "not real-time: RLIMIT_RTPRIO is 0 (join group audio where it may, or set rtprio in /etc/security/limits.d)"};
  return {false, "not real-time: " + std::generic_category().message(refused)};
}

Scheduling scheduling_of(std::int32_t thread) {
  sched_param param{};
  const int policy = sched_getscheduler(thread) & ~SCHED_RESET_ON_FORK;
  if (!is_realtime(policy) || sched_getparam(thread, &param) != 0) return {false, "not real-time"};
  return {true, (policy == SCHED_FIFO ? "SCHED_FIFO " : "SCHED_RR ") + std::to_string(param.sched_priority)};
}

std::int32_t thread_number() noexcept { return static_cast<std::int32_t>(syscall(SYS_gettid)); }

DemotableThread::DemotableThread() noexcept : place_(-1) {
  const pid_t self = thread_number();
  for (std::size_t i = 0; i < threads.size(); ++i) {
    pid_t free = 0;
    if (!threads[i].compare_exchange_strong(free, self)) continue;
    place_ = static_cast<int>(i);
    return;
  }
}

DemotableThread::~DemotableThread() {
  if (place_ >= 0) threads[static_cast<std::size_t>(place_)].store(0);
}

std::uint32_t demotions() noexcept { return demoted.load(std::memory_order_relaxed); }

}  // namespace busbar

#elif !defined(__APPLE__)

namespace busbar {

Scheduling ask_for_realtime(int) { return {false, "not real-time: not supported on this system yet"}; }
Scheduling scheduling_of(std::int32_t) { return {false, "not real-time"}; }
std::int32_t thread_number() noexcept { return 0; }
DemotableThread::DemotableThread() noexcept : place_(-1) {}
DemotableThread::~DemotableThread() = default;
std::uint32_t demotions() noexcept { return 0; }

}  // namespace busbar

#endif
