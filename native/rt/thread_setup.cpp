#include "rt/thread_setup.h"

#include <pthread.h>
#include <sys/mman.h>

#include <csignal>
#include <cstddef>
#include <initializer_list>

#include "rt/allocation_count.h"

namespace busbar {
namespace {

constexpr std::size_t kPage = 4096;

template <std::size_t Bytes>
[[gnu::noinline]] bool touch_and_lock() noexcept {
  // In a library that was loaded late, what a thread has of its own is allocated when it is first touched.
  const AllocationScope own;
  volatile std::byte pages[Bytes];
  for (std::size_t i = 0; i < Bytes; i += kPage) pages[i] = std::byte{0};
  return mlock(const_cast<std::byte*>(pages), Bytes) == 0;
}

}  // namespace

// Both are deeper than any kernel goes.
bool prepare_stack() noexcept { return touch_and_lock<std::size_t{256} << 10>(); }
bool prepare_small_stack() noexcept { return touch_and_lock<std::size_t{96} << 10>(); }

void block_signals() noexcept {
  sigset_t all;
  sigfillset(&all);
  for (const int own : {SIGXCPU, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGABRT}) sigdelset(&all, own);
  pthread_sigmask(SIG_SETMASK, &all, nullptr);
}

}  // namespace busbar
