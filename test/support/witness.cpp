// A witness of the machine: a thread per processor, at a priority above any audio thread, wakes up every half millisecond and
// writes how late it was, a line of microseconds each time that this was 1 ms or more. Whoever is held up then is held up by
// the machine. Ends when its standard input does.
#include <pthread.h>
#include <sched.h>
#include <time.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <thread>

namespace {

constexpr std::int64_t kEveryNs = 500'000, kLateNs = 1'000'000, kSecond = 1'000'000'000;
constexpr int kPriority = 80;

std::int64_t now_ns() {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * kSecond + t.tv_nsec;
}

void watch(unsigned processor) {
  cpu_set_t own;
  CPU_ZERO(&own);
  CPU_SET(processor, &own);
  pthread_setaffinity_np(pthread_self(), sizeof own, &own);
  sched_param priority{};
  priority.sched_priority = kPriority;
  // Where that is not allowed, audio threads have no priority either.
  pthread_setschedparam(pthread_self(), SCHED_FIFO, &priority);
  for (std::int64_t next = now_ns();;) {
    next += kEveryNs;
    const timespec until{next / kSecond, next % kSecond};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr);
    const std::int64_t now = now_ns();
    if (now - next < kLateNs) continue;
    std::printf("%lld\n", static_cast<long long>((now - next) / 1000));
    std::fflush(stdout);
    next = now;
  }
}

}  // namespace

int main() {
  for (unsigned i = 0; i < std::thread::hardware_concurrency(); ++i) std::thread(watch, i).detach();
  for (char c; read(STDIN_FILENO, &c, 1) > 0;) {
  }
  // Threads are still at work: nothing is torn down below them.
  _exit(0);
}
