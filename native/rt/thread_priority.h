// Real-time scheduling of audio threads. In: a priority that is wished for. Out: what the system granted, in words,
// read back and never assumed. Invariant: a thread that runs without a pause is demoted before RLIMIT_RTTIME would
// kill the whole process.
#pragma once

#include <cstdint>
#include <string>

namespace busbar {

struct Scheduling {
  bool realtime = false;
  std::string words;  ///< `SCHED_FIFO 60`, or why not
};

/// Asks for SCHED_FIFO for the calling thread: `priority`, or the most that RLIMIT_RTPRIO allows.
Scheduling ask_for_realtime(int priority);

/// How a thread of this process (by the kernel's number) is scheduled now, whoever arranged it.
Scheduling scheduling_of(std::int32_t thread);

/// The kernel's number of the calling thread; 0 where there is none.
std::int32_t thread_number() noexcept;

/// While it lives, the calling thread is among those that SIGXCPU demotes to SCHED_OTHER.
class DemotableThread {
 public:
  DemotableThread() noexcept;
  ~DemotableThread();
  DemotableThread(const DemotableThread&) = delete;
  DemotableThread& operator=(const DemotableThread&) = delete;

 private:
  [[maybe_unused]] int place_;  ///< where threads are demoted at all
};

/// How often threads were demoted since the process started.
std::uint32_t demotions() noexcept;

}  // namespace busbar
