// What the parts of the watcher share. A thread is watched from its first wait after it was named `busbar-audio`.
// Findings stay pending until the thread waits for its device again: what a thread does on its way out is not counted.
#pragma once

#include <cstddef>
#include <cstdint>

namespace watch {

enum class Kind : std::uint8_t { call, syscall };

/// What one thread may not touch while it is watched. Lives in static memory: the watcher itself must not allocate.
struct Thread {
  bool used = false;
  std::uint64_t waits = 0;
  std::int64_t began_ns = 0;
  std::int64_t faults_at_start = -1, faults_after_first_second = -1, faults_now = 0;
  std::int64_t preempted_at_start = 0, preempted_now = 0;
  void* ring = nullptr;  ///< of the kernel's samples of its page faults, if they may be had
};

/// The calling thread, if it is watched and the watcher is not at work itself; else null.
Thread* current() noexcept;

/// Notes a finding of the calling thread. `name`: a literal, or null with the number of a system call.
void note(Kind kind, const char* name, long number) noexcept;

/// Notes a page fault of the calling thread: the mapping it was in, the address, the instruction.
void note_fault(const char* where, std::uint64_t address, void* instruction) noexcept;

/// Asks the kernel for samples of the calling thread's page faults; then takes those since the last look.
void open_faults(Thread& thread) noexcept;
void read_faults(Thread& thread) noexcept;

/// While one lives, the calling thread is not watched: the watcher's own work.
class Pause {
 public:
  Pause() noexcept;
  ~Pause();
};

/// A system call that the filter lets through, because of the address that it is made from.
long pass(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0) noexcept;

/// Traps every system call of the calling thread that is not allowed: a list of names, by BUSBAR_WATCH_SYSCALLS.
void install_filter() noexcept;
/// Handles the traps; before any thread is watched.
void prepare_filter() noexcept;
const char* syscall_name(long number) noexcept;

/// Does the next of what BUSBAR_WATCH_SEED names: each finding must be shown to be found.
void prepare_seed() noexcept;
void seed() noexcept;

}  // namespace watch
