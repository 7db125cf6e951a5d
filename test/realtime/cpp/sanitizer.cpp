// RealtimeSanitizer over code that was not compiled with it: linked whole with its runtime into a library to preload, this
// tells it when an audio thread begins and ends to be real-time. In: threads by their name, waits by the calls that make
// them. Out: nothing of its own; the runtime ends the process at the first call that may block, and says where.
#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <time.h>

#include <cstring>

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

template <typename F>
F* next(F*& kept, const char* name) noexcept {
  if (kept == nullptr) kept = reinterpret_cast<F*>(dlsym(RTLD_NEXT, name));
  return kept;
}

void waited() noexcept {
  if (!named) return;
  if (!inside) __rtsan_realtime_enter();
  inside = true;
  if (++waits >= kWarm) watch::seed();
}

[[gnu::constructor]] void prepare() {
  __rtsan_init();
  watch::prepare_seed();
}

}  // namespace

#define EXPORTED extern "C" [[gnu::visibility("default")]]
#define WAITS(result, name, parameters, arguments)  \
  EXPORTED result name parameters {                 \
    static result(*real) parameters = nullptr;      \
    const result answer = next(real, #name) arguments; \
    waited();                                       \
    return answer;                                  \
  }
WAITS(int, clock_nanosleep, (clockid_t clock, int flags, const timespec* t, timespec* left), (clock, flags, t, left))
WAITS(int, poll, (pollfd * fds, nfds_t n, int timeout), (fds, n, timeout))

EXPORTED int pthread_setname_np(pthread_t thread, const char* name) {
  static int (*real)(pthread_t, const char*) = nullptr;
  if (pthread_equal(thread, pthread_self()) != 0) {
    named = std::strcmp(name, "busbar-audio") == 0;
    if (!named && inside) {
      __rtsan_realtime_exit();
      inside = false;
    }
  }
  return next(real, "pthread_setname_np")(thread, name);
}
