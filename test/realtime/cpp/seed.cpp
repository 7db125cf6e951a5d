// Seeded violations, committed on an audio thread where it comes back from its wait, one per wait. In: their names in
// BUSBAR_WATCH_SEED, separated by commas. Out: what the watcher, or RealtimeSanitizer, must then find.
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <string_view>

#include "watch.h"

namespace watch {
namespace {

constexpr std::size_t kPages = 64, kPage = 4096;

std::string_view left;
std::atomic_flag busy;
std::mutex mutex;
void* old = nullptr;
volatile char* untouched = nullptr;

void commit(std::string_view kind) {
  if (kind == "malloc") old = std::malloc(200);
  else if (kind == "free") std::free(old);
  else if (kind == "lock") const std::lock_guard lock(mutex);
  else if (kind == "sleep") usleep(1);
  else if (kind == "write") (void)!::write(STDERR_FILENO, "", 0);
  else if (kind == "print") std::fprintf(stderr, " ");
  else if (kind == "syscall") ::syscall(SYS_getpid);
  else if (kind == "fault") for (std::size_t i = 0; i < kPages; ++i) untouched[i * kPage] = 1;
  else if (kind == "throw") {
    try {
      throw std::runtime_error("seeded");
    } catch (const std::exception&) {
    }
  } else std::abort();
}

}  // namespace

void prepare_seed() noexcept {
  const char* names = std::getenv("BUSBAR_WATCH_SEED");
  if (names == nullptr) return;
  left = names;
  old = std::malloc(100);
  untouched = static_cast<char*>(mmap(nullptr, kPages * kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
}

void seed() noexcept {
  if (busy.test_and_set()) return;
  if (!left.empty()) {
    const std::string_view kind = left.substr(0, left.find(','));
    left.remove_prefix(std::min(left.size(), kind.size() + 1));
    commit(kind);
  }
  busy.clear();
}

}  // namespace watch
