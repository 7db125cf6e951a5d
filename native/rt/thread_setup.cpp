#include "rt/thread_setup.h"

#include <pthread.h>
#include <sys/mman.h>

#include <csignal>
#include <cstddef>
#include <initializer_list>

namespace busbar {
namespace {

/// Deeper than any kernel goes.
constexpr std::size_t kTouched = std::size_t{256} << 10;
constexpr std::size_t kPage = 4096;

}  // namespace

[[gnu::noinline]] bool prepare_stack() noexcept {
  volatile std::byte pages[kTouched];
  for (std::size_t i = 0; i < kTouched; i += kPage) pages[i] = std::byte{0};
  return mlock(const_cast<std::byte*>(pages), kTouched) == 0;
}

void block_signals() noexcept {
  sigset_t all;
  sigfillset(&all);
  for (const int own : {SIGXCPU, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT}) sigdelset(&all, own);
  pthread_sigmask(SIG_SETMASK, &all, nullptr);
}

}  // namespace busbar
