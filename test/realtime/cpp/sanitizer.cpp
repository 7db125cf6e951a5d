// RealtimeSanitizer over code that was not compiled with it: linked whole with its runtime into a library to preload, this
// tells it when an audio thread begins and ends to be real-time. In: threads by their name, waits by the calls that make
// them. Out: nothing of its own; the runtime ends the process at the first call that may block, and says where.
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>

#include <cstring>

#include "real.h"
#include "watch.h"

extern "C" {
void __rtsan_init();
void __rtsan_realtime_enter();
void __rtsan_realtime_exit();
}

namespace {

constexpr int kWarm = 100;

thread_local __attribute__((tls_model("initial-exec"))) bool named = false, inside = false;
thread_local __attribute__((tls_model("initial-exec"))) int waits = 0;

/// Threads end in their waits, too, which is none of its business.
void leave() noexcept {
  if (inside) __rtsan_realtime_exit();
  inside = false;
}

void enter() noexcept {
  if (!named) return;
  __rtsan_realtime_enter();
  inside = true;
  if (++waits >= kWarm) watch::seed();
}

[[gnu::constructor]] void prepare() {
  __rtsan_init();
  watch::prepare_seed();
}

}  // namespace

#define CYCLE(result, name, parameters, arguments) WAITS(result, name, parameters, arguments, leave, enter)
CYCLE(int, clock_nanosleep, (clockid_t clock, int flags, const timespec* t, timespec* left), (clock, flags, t, left))
CYCLE(int, poll, (pollfd * fds, nfds_t n, int timeout), (fds, n, timeout))
CYCLE(int, ppoll, (pollfd * fds, nfds_t n, const timespec* t, const sigset_t* mask), (fds, n, t, mask))
WAITS_BY_FUTEX(leave, enter)

REAL(int, pthread_setname_np, (pthread_t, const char*))
EXPORTED int pthread_setname_np(pthread_t thread, const char* name) {
  if (pthread_equal(thread, pthread_self()) != 0) {
    named = std::strcmp(name, "busbar-audio") == 0;
    if (!named) leave();
  }
  return watch::next(real_pthread_setname_np, "pthread_setname_np")(thread, name);
}
