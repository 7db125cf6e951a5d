// The filter: a seccomp program per watched thread that traps every system call but those allowed. In: names in
// BUSBAR_WATCH_SYSCALLS, separated by commas. Out: findings; the trapped call is then made after all, so that the run
// goes on. Invariant: only `pass` has the one `syscall` instruction whose address the filter knows.
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "watch.h"

// long busbar_watch_pass(long number, long a, long b, long c, long d, long e, long f)
asm(R"(
  .text
  .globl busbar_watch_pass
  .hidden busbar_watch_pass, busbar_watch_passed
busbar_watch_pass:
  movq %rdi, %rax
  movq %rsi, %rdi
  movq %rdx, %rsi
  movq %rcx, %rdx
  movq %r8, %r10
  movq %r9, %r8
  movq 8(%rsp), %r9
  syscall
busbar_watch_passed:
  ret
)");
extern "C" long busbar_watch_pass(long, long, long, long, long, long, long) noexcept;
extern "C" const char busbar_watch_passed[];

namespace watch {
namespace {

struct Named {
  const char* name;
  long number;
};
#define NAMED(name) {#name, SYS_##name}
constexpr Named kNames[] = {
    NAMED(read), NAMED(write), NAMED(open), NAMED(openat), NAMED(close), NAMED(poll), NAMED(ppoll), NAMED(mmap), NAMED(munmap),
    NAMED(mprotect), NAMED(madvise), NAMED(brk), NAMED(ioctl), NAMED(pread64), NAMED(pwrite64), NAMED(readv), NAMED(writev),
    NAMED(sched_yield), NAMED(nanosleep), NAMED(clock_nanosleep), NAMED(futex), NAMED(getpid), NAMED(gettid), NAMED(tgkill),
    NAMED(clock_gettime), NAMED(getrusage), NAMED(exit), NAMED(exit_group), NAMED(prctl), NAMED(rt_sigprocmask), NAMED(mlock),
    NAMED(rt_sigreturn), NAMED(sched_setscheduler), NAMED(sched_getscheduler), NAMED(sendto), NAMED(recvfrom), NAMED(sendmsg),
    NAMED(recvmsg), NAMED(setpriority), NAMED(lseek), NAMED(fsync), NAMED(rseq), NAMED(set_robust_list),
    NAMED(access), NAMED(timerfd_settime),
};

std::array<sock_filter, 64> program;
unsigned short length = 0;

void add(std::uint16_t code, std::uint32_t k, std::uint8_t yes = 0, std::uint8_t no = 0) {
  if (length == program.size()) std::abort();
  program[length++] = {code, yes, no, k};
}
void load(std::size_t offset) { add(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset)); }
void allow_if(std::uint32_t k) {
  add(BPF_JMP | BPF_JEQ | BPF_K, k, 0, 1);
  add(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
}

/// The call is made as it was meant, and its result returned to where it came from.
void trapped(int, siginfo_t* info, void* context) {
  if (current() != nullptr) note(Kind::syscall, nullptr, info->si_syscall);
  greg_t* r = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
  r[REG_RAX] = pass(info->si_syscall, r[REG_RDI], r[REG_RSI], r[REG_RDX], r[REG_R10], r[REG_R8], r[REG_R9]);
}

}  // namespace

long pass(long number, long a, long b, long c, long d, long e, long f) noexcept {
  return busbar_watch_pass(number, a, b, c, d, e, f);
}

const char* syscall_name(long number) noexcept {
  for (const Named& each : kNames)
    if (each.number == number) return each.name;
  static char digits[16];
  std::snprintf(digits, sizeof digits, "%ld", number);
  return digits;
}

void prepare_filter() noexcept {
  const char* allowed = std::getenv("BUSBAR_WATCH_SYSCALLS");
  if (allowed == nullptr) return;
  struct sigaction action{};
  action.sa_sigaction = trapped;
  action.sa_flags = SA_SIGINFO | SA_NODEFER;
  sigaction(SIGSYS, &action, nullptr);

  const auto here = reinterpret_cast<std::uint64_t>(busbar_watch_passed);
  load(offsetof(seccomp_data, instruction_pointer));
  add(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(here), 0, 3);
  load(offsetof(seccomp_data, instruction_pointer) + 4);
  allow_if(static_cast<std::uint32_t>(here >> 32));
  load(offsetof(seccomp_data, nr));
  allow_if(SYS_rt_sigreturn);  // the end of the trap itself
  allow_if(SYS_exit);
  char names[512];
  std::snprintf(names, sizeof names, "%s", allowed);
  for (char* name = std::strtok(names, ","); name != nullptr; name = std::strtok(nullptr, ","))
    for (const Named& each : kNames)
      if (std::strcmp(each.name, name) == 0) allow_if(static_cast<std::uint32_t>(each.number));
  add(BPF_RET | BPF_K, SECCOMP_RET_TRAP);
}

void install_filter() noexcept {
  if (length == 0) return;
  sigset_t own;
  sigemptyset(&own);
  sigaddset(&own, SIGSYS);
  pthread_sigmask(SIG_UNBLOCK, &own, nullptr);
  const sock_fprog filter{length, program.data()};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      pass(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, reinterpret_cast<long>(&filter)) != 0)
    std::abort();
}

}  // namespace watch
