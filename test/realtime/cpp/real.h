// Functions of the C library, defined anew and passed on. In: a name. Out: the next definition of it.
// Invariant: it is looked up when this is loaded, for dlsym locks. It may allocate, too: only for names that no allocator needs.
#pragma once

#include <dlfcn.h>
#include <sys/syscall.h>

#include <cstdarg>

namespace watch {

/// The kept one; found now where somebody calls before all of this is loaded.
template <typename F>
F* next(F*& kept, const char* name) noexcept {
  if (kept == nullptr) kept = reinterpret_cast<F*>(dlsym(RTLD_NEXT, name));
  return kept;
}

}  // namespace watch

#define EXPORTED extern "C" [[gnu::visibility("default")]]
#define REAL(result, name, parameters)                  \
  static result(*real_##name) parameters = nullptr;     \
  [[gnu::constructor]] static void find_##name() { watch::next(real_##name, #name); }

/// A function that waits for the device: what comes before, and after.
#define WAITS(result, name, parameters, arguments, before, after)    \
  REAL(result, name, parameters)                                     \
  EXPORTED result name parameters {                                  \
    before();                                                        \
    const result answer = watch::next(real_##name, #name) arguments; \
    after();                                                         \
    return answer;                                                   \
  }

/// JACK's client waits by a bare futex, and is cancelled there: unlike the header's, this one may be unwound.
#define WAITS_BY_FUTEX(before, after)                                                                    \
  REAL(long, syscall, (long, ...))                                                                       \
  EXPORTED long unwound_syscall(long number, ...) asm("syscall");                                        \
  long unwound_syscall(long number, ...) {                                                               \
    std::va_list list;                                                                                   \
    va_start(list, number);                                                                              \
    long a[6];                                                                                           \
    for (long& each : a) each = va_arg(list, long);                                                      \
    va_end(list);                                                                                        \
    const bool waits = number == SYS_futex;                                                              \
    if (waits) before();                                                                                 \
    const long answer = watch::next(real_syscall, "syscall")(number, a[0], a[1], a[2], a[3], a[4], a[5]); \
    if (waits) after();                                                                                  \
    return answer;                                                                                       \
  }
