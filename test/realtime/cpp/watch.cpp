// Preloaded into a process, this watches its audio threads. In: threads by their name, waits by the calls that make
// them. Out: one JSON document at exit, in the file that BUSBAR_WATCH_REPORT names.
#include "watch.h"

#include <execinfo.h>
#include <dlfcn.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>

// Where the linker put what starts as zeroes.
extern "C" [[gnu::visibility("hidden")]] char __bss_start[], _end[];

namespace watch {

namespace {

constexpr std::uintptr_t kPage = 4096;
constexpr int kPopulateWrite = 23;  // of Linux 5.14; headers may be older

constexpr int kThreads = 64, kFindings = 64, kFaults = 256, kDepth = 24;
constexpr std::int64_t kSecond = 1'000'000'000;

struct Finding {
  Kind kind;
  const char* name;
  long number;
  void* stack[kDepth];
  int depth;
};

struct Fault {
  char where[256];
  std::uint64_t address;
  void* instruction;
  std::int64_t after_ns;
};

Thread threads[kThreads];
std::atomic<int> thread_count{0};
Finding findings[kFindings];
std::atomic<int> finding_count{0};
Fault faults[kFaults];
std::atomic<int> fault_count{0};

// One finding between two waits is enough: the first is what caused the rest.
#define BUSBAR_TLS thread_local __attribute__((tls_model("initial-exec")))
BUSBAR_TLS Thread* mine = nullptr;
BUSBAR_TLS bool named = false;
BUSBAR_TLS int paused = 0;
BUSBAR_TLS Finding pending;
BUSBAR_TLS bool has_pending = false;

std::int64_t now_ns() noexcept {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * kSecond + t.tv_nsec;
}

void read_usage(Thread& thread) noexcept {
  rusage usage{};
  pass(SYS_getrusage, RUSAGE_THREAD, reinterpret_cast<long>(&usage));
  thread.faults_now = usage.ru_minflt + usage.ru_majflt;
  thread.preempted_now = usage.ru_nivcsw;
}

void begin() noexcept {
  const int index = thread_count.fetch_add(1);
  if (index >= kThreads) std::abort();
  Thread& thread = threads[index];
  thread.used = true;
  thread.began_ns = now_ns();
  open_faults(thread);
  install_filter();
  read_usage(thread);
  thread.faults_at_start = thread.faults_now;
  thread.preempted_at_start = thread.preempted_now;
  mine = &thread;
}

void print_place(std::FILE* to, const void* place) {
  Dl_info info{};
  const bool known = dladdr(place, &info) != 0 && info.dli_fname != nullptr;
  const auto offset = reinterpret_cast<std::uintptr_t>(place) - reinterpret_cast<std::uintptr_t>(info.dli_fbase);
  std::fprintf(to, "\"%s+0x%zx\"", known ? info.dli_fname : "?", static_cast<std::size_t>(known ? offset : 0));
}

void print_stack(std::FILE* to, const Finding& finding) {
  for (int i = 0; i < finding.depth; ++i) {
    if (i > 0) std::fputs(", ", to);
    print_place(to, finding.stack[i]);
  }
}

[[gnu::destructor]] void report() {
  const char* path = std::getenv("BUSBAR_WATCH_REPORT");
  std::FILE* to = path == nullptr ? nullptr : std::fopen(path, "w");
  if (to == nullptr) return;
  const bool located = thread_count > 0 && threads[0].ring != nullptr;
  std::fprintf(to, "{\"located\": %s, \"threads\": [", located ? "true" : "false");
  for (int i = 0; i < thread_count; ++i) {
    const Thread& t = threads[i];
    const bool warm = t.faults_after_first_second >= 0;
    std::fprintf(to, "%s\n  {\"waits\": %llu, \"firstFaults\": %lld, \"faults\": %lld, \"preempted\": %lld}", i > 0 ? "," : "",
                 static_cast<unsigned long long>(t.waits),
                 static_cast<long long>((warm ? t.faults_after_first_second : t.faults_now) - t.faults_at_start),
                 static_cast<long long>(warm ? t.faults_now - t.faults_after_first_second : -1),
                 static_cast<long long>(t.preempted_now - t.preempted_at_start));
  }
  std::fprintf(to, "\n], \"findings\": [");
  for (int i = 0; i < finding_count && i < kFindings; ++i) {
    const Finding& f = findings[i];
    std::fprintf(to, "%s\n  {\"kind\": \"%s\", \"name\": \"%s\", \"stack\": [", i > 0 ? "," : "",
                 f.kind == Kind::call ? "call" : "syscall", f.name != nullptr ? f.name : syscall_name(f.number));
    print_stack(to, f);
    std::fprintf(to, "]}");
  }
  std::fprintf(to, "\n], \"faults\": [");
  for (int i = 0; i < fault_count && i < kFaults; ++i) {
    const Fault& f = faults[i];
    std::fprintf(to, "%s\n  {\"where\": \"%s\", \"address\": \"0x%llx\", \"afterMs\": %lld, \"by\": ", i > 0 ? "," : "", f.where,
                 static_cast<unsigned long long>(f.address), static_cast<long long>(f.after_ns / 1'000'000));
    print_place(to, f.instruction);
    std::fprintf(to, "}");
  }
  std::fprintf(to, "\n]}\n");
  std::fclose(to);
}

/// The watcher's own pages, lest it finds itself.
void map_own_data() noexcept {
  madvise(__bss_start - reinterpret_cast<std::uintptr_t>(__bss_start) % kPage,
          static_cast<std::size_t>(_end - __bss_start) + reinterpret_cast<std::uintptr_t>(__bss_start) % kPage, kPopulateWrite);
}

[[gnu::constructor]] void prepare() {
  map_own_data();
  void* stack[4];
  backtrace(stack, 4);  // loads its unwinder now, not on an audio thread
  prepare_filter();
  prepare_seed();
}

}  // namespace

Thread* current() noexcept { return paused > 0 ? nullptr : mine; }

Pause::Pause() noexcept { ++paused; }
Pause::~Pause() { --paused; }

void note(Kind kind, const char* name, long number) noexcept {
  const Pause pause;
  if (has_pending) return;
  pending.kind = kind;
  pending.name = name;
  pending.number = number;
  pending.depth = backtrace(pending.stack, kDepth);
  has_pending = true;
}

void note_fault(const char* where, std::uint64_t address, void* instruction) noexcept {
  const int index = fault_count.fetch_add(1);
  if (index >= kFaults) return;
  Fault& fault = faults[index];
  std::snprintf(fault.where, sizeof fault.where, "%s", where);
  fault.address = address;
  fault.instruction = instruction;
  fault.after_ns = now_ns() - mine->began_ns;
}

/// Every wait of the process comes here first.
void waiting() noexcept {
  if (!named || paused > 0) return;
  const Pause pause;
  if (mine == nullptr) begin();
  Thread& thread = *mine;
  ++thread.waits;
  if (has_pending) {
    const int index = finding_count.fetch_add(1);
    if (index < kFindings) findings[index] = pending;
    has_pending = false;
  }
  read_usage(thread);
  read_faults(thread);
  if (now_ns() - thread.began_ns < kSecond) return;
  if (thread.faults_after_first_second < 0) thread.faults_after_first_second = thread.faults_now;
}

void after_wait() noexcept {
  if (mine == nullptr || paused > 0 || mine->faults_after_first_second < 0) return;
  seed();
}

void name_thread(const char* name) noexcept {
  named = std::strcmp(name, "busbar-audio") == 0;
  if (named) return;
  mine = nullptr;
  has_pending = false;
}

}  // namespace watch
