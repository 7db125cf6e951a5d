// Where page faults were: the kernel's own samples of them, one ring per watched thread. In: a thread, at its start and
// at its waits. Out: for each fault the instruction, the address and the mapping that it lies in.
// Invariant: a thread that faults nowhere makes no system call here; without the kernel's leave nothing is known.
#include <fcntl.h>
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "watch.h"

namespace watch {
namespace {

constexpr std::size_t kPage = 4096, kRing = 16 * kPage;

struct Sample {
  perf_event_header header;
  std::uint64_t instruction, address;
};

int open_samples(bool kernel_too) noexcept {
  perf_event_attr asked{};
  asked.size = sizeof asked;
  asked.type = PERF_TYPE_SOFTWARE;
  asked.config = PERF_COUNT_SW_PAGE_FAULTS;
  asked.sample_period = 1;
  asked.sample_type = PERF_SAMPLE_IP | PERF_SAMPLE_ADDR;
  asked.exclude_kernel = kernel_too ? 0 : 1;
  asked.disabled = 1;
  return static_cast<int>(pass(SYS_perf_event_open, reinterpret_cast<long>(&asked), 0, -1, -1, PERF_FLAG_FD_CLOEXEC));
}

/// One line of /proc/self/maps that holds an address: its range, its rights, its file.
struct Line {
  std::uint64_t first = 0, end = 0;
  char rest[160] = "";
};

/// Without the C library's streams, which would allocate.
bool mapping_of(std::uint64_t address, Line& found) noexcept {
  const long fd = pass(SYS_openat, AT_FDCWD, reinterpret_cast<long>("/proc/self/maps"), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  char chunk[1024], line[256];
  std::size_t length = 0;
  bool is_found = false;
  for (long n = 0; !is_found && (n = pass(SYS_read, fd, reinterpret_cast<long>(chunk), sizeof chunk)) > 0;)
    for (long i = 0; i < n && !is_found; ++i) {
      if (chunk[i] != '\n') {
        if (length + 1 < sizeof line) line[length++] = chunk[i];
        continue;
      }
      line[length] = '\0';
      length = 0;
      char* rest = nullptr;
      found.first = std::strtoull(line, &rest, 16);
      found.end = std::strtoull(rest + 1, &rest, 16);
      is_found = found.first <= address && address < found.end;
      if (is_found) std::snprintf(found.rest, sizeof found.rest, "%s", rest + 1);
    }
  pass(SYS_close, fd);
  return is_found;
}

}  // namespace

void open_faults(Thread& thread) noexcept {
  long fd = open_samples(true);
  if (fd < 0) fd = open_samples(false);
  if (fd < 0) return;
  const long ring = pass(SYS_mmap, 0, kPage + kRing, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
  if (ring > 0 || ring < -4096) {
    thread.ring = reinterpret_cast<void*>(ring);
    // The first write to a page that is there is a fault, too: a fault of the watcher's.
    static_cast<perf_event_mmap_page*>(thread.ring)->data_tail = 0;
    pass(SYS_ioctl, fd, PERF_EVENT_IOC_ENABLE, 0);
  }
  pass(SYS_close, fd);
}

void read_faults(Thread& thread) noexcept {
  if (thread.ring == nullptr) return;
  auto* head = static_cast<perf_event_mmap_page*>(thread.ring);
  const auto* data = static_cast<const char*>(thread.ring) + kPage;
  const std::uint64_t end = __atomic_load_n(&head->data_head, __ATOMIC_ACQUIRE);
  for (std::uint64_t at = head->data_tail; at < end;) {
    Sample sample{};
    const auto copy = [&](void* to, std::size_t bytes) {
      for (std::size_t i = 0; i < bytes; ++i) static_cast<char*>(to)[i] = data[(at + i) % kRing];
    };
    copy(&sample.header, sizeof sample.header);
    if (sample.header.type == PERF_RECORD_SAMPLE) copy(&sample, sizeof sample);
    at += sample.header.size;
    if (sample.header.type != PERF_RECORD_SAMPLE) continue;
    Line line;
    char where[256] = "unmapped since";
    if (mapping_of(sample.address, line))
      std::snprintf(where, sizeof where, "page %llu of %llu, %s",
                    static_cast<unsigned long long>((sample.address - line.first) / kPage),
                    static_cast<unsigned long long>((line.end - line.first) / kPage), line.rest);
    note_fault(where, sample.address, reinterpret_cast<void*>(sample.instruction));
  }
  __atomic_store_n(&head->data_tail, end, __ATOMIC_RELEASE);
}

}  // namespace watch
