// The interposer: what libraries and the addon call by name comes here first, is noted if a watched thread called it,
// and goes on to the real one. Waits for a device are known here too, and names of threads.
// Not noted are calls from inside the libraries of devices (libasound and its test device, libjack): what they do is the
// device's own.
#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <initializer_list>

#include "real.h"
#include "watch.h"

namespace watch {
void waiting() noexcept;
void after_wait() noexcept;
void name_thread(const char* name) noexcept;

namespace {

bool of_device(const void* caller) noexcept {
  Dl_info info{};
  if (dladdr(caller, &info) == 0 || info.dli_fname == nullptr) return false;
  for (const char* library : {"libasound", "libbusbar_test_device", "libjack"})
    if (std::strstr(info.dli_fname, library) != nullptr) return true;
  return false;
}

inline void seen(const char* name, const void* caller) noexcept {
  if (current() == nullptr) return;
  const Pause pause;
  if (!of_device(caller)) note(Kind::call, name, 0);
}

}  // namespace
}  // namespace watch

#define SEEN(name) watch::seen(name, __builtin_return_address(0))
/// A function that is noted and passed on.
#define NOTED(result, name, parameters, arguments)             \
  REAL(result, name, parameters)                               \
  EXPORTED result name parameters {                            \
    SEEN(#name);                                               \
    return watch::next(real_##name, #name) arguments;          \
  }

// The heap, by names that glibc keeps for this.
extern "C" {
void* __libc_malloc(std::size_t n);
void* __libc_calloc(std::size_t n, std::size_t size);
void* __libc_realloc(void* p, std::size_t n);
void* __libc_memalign(std::size_t align, std::size_t n);
void __libc_free(void* p);
}
EXPORTED void* malloc(std::size_t n) { SEEN("malloc"); return __libc_malloc(n); }
EXPORTED void* calloc(std::size_t n, std::size_t size) { SEEN("calloc"); return __libc_calloc(n, size); }
EXPORTED void* realloc(void* p, std::size_t n) { SEEN("realloc"); return __libc_realloc(p, n); }
EXPORTED void* memalign(std::size_t align, std::size_t n) { SEEN("memalign"); return __libc_memalign(align, n); }
EXPORTED void* aligned_alloc(std::size_t align, std::size_t n) { SEEN("aligned_alloc"); return __libc_memalign(align, n); }
EXPORTED int posix_memalign(void** p, std::size_t align, std::size_t n) {
  SEEN("posix_memalign");
  *p = __libc_memalign(align, n);
  return *p == nullptr ? 12 : 0;
}
EXPORTED void free(void* p) {
  if (p != nullptr) SEEN("free");
  __libc_free(p);
}

NOTED(int, pthread_mutex_lock, (pthread_mutex_t * m), (m))
NOTED(int, pthread_rwlock_rdlock, (pthread_rwlock_t * l), (l))
NOTED(int, pthread_rwlock_wrlock, (pthread_rwlock_t * l), (l))
NOTED(int, pthread_spin_lock, (pthread_spinlock_t * l), (l))
NOTED(int, pthread_cond_wait, (pthread_cond_t * c, pthread_mutex_t* m), (c, m))
NOTED(int, pthread_cond_signal, (pthread_cond_t * c), (c))
NOTED(int, pthread_cond_broadcast, (pthread_cond_t * c), (c))
NOTED(int, pthread_join, (pthread_t t, void** result), (t, result))
NOTED(int, usleep, (useconds_t us), (us))
NOTED(unsigned, sleep, (unsigned s), (s))
NOTED(int, nanosleep, (const timespec* t, timespec* left), (t, left))
NOTED(int, sched_yield, (), ())
NOTED(ssize_t, write, (int fd, const void* data, std::size_t n), (fd, data, n))
NOTED(ssize_t, writev, (int fd, const iovec* v, int n), (fd, v, n))
NOTED(ssize_t, pwrite, (int fd, const void* data, std::size_t n, off_t at), (fd, data, n, at))
NOTED(std::size_t, fwrite, (const void* data, std::size_t size, std::size_t n, std::FILE* f), (data, size, n, f))
NOTED(int, fputs, (const char* s, std::FILE* f), (s, f))
NOTED(int, fputc, (int c, std::FILE* f), (c, f))
NOTED(int, puts, (const char* s), (s))
NOTED(int, putchar, (int c), (c))
NOTED(int, fflush, (std::FILE * f), (f))
NOTED(std::FILE*, fopen, (const char* path, const char* mode), (path, mode))
NOTED(int, vfprintf, (std::FILE * f, const char* format, std::va_list list), (f, format, list))
NOTED(void*, __cxa_allocate_exception, (std::size_t n) noexcept, (n))

// printf's family: with variable arguments there is nothing to pass on but their list.
EXPORTED int printf(const char* format, ...) {
  SEEN("printf");
  std::va_list list;
  va_start(list, format);
  const int n = std::vprintf(format, list);
  va_end(list);
  return n;
}
EXPORTED int fprintf(std::FILE* f, const char* format, ...) {
  SEEN("fprintf");
  std::va_list list;
  va_start(list, format);
  const int n = std::vfprintf(f, format, list);
  va_end(list);
  return n;
}

#define CYCLE(result, name, parameters, arguments) \
  WAITS(result, name, parameters, arguments, watch::waiting, watch::after_wait)
CYCLE(int, clock_nanosleep, (clockid_t clock, int flags, const timespec* t, timespec* left), (clock, flags, t, left))
CYCLE(int, poll, (pollfd * fds, nfds_t n, int timeout), (fds, n, timeout))
CYCLE(int, ppoll, (pollfd * fds, nfds_t n, const timespec* t, const sigset_t* mask), (fds, n, t, mask))
WAITS_BY_FUTEX(watch::waiting, watch::after_wait)

REAL(int, pthread_setname_np, (pthread_t, const char*))
EXPORTED int pthread_setname_np(pthread_t thread, const char* name) {
  if (pthread_equal(thread, pthread_self()) != 0) watch::name_thread(name);
  return watch::next(real_pthread_setname_np, "pthread_setname_np")(thread, name);
}
