// What the kernel counts about a thread of this process, read from outside it: the audio thread makes no system call
// for it. In: the thread's number. Out: counts since it was created; -1 where they are not known.
#pragma once

#include <cstdint>

namespace busbar {

struct ThreadFaults {
  std::int64_t page_faults = -1;
  std::int64_t preemptions = -1;  ///< involuntary context switches
};

ThreadFaults faults_of(std::int32_t thread);

}  // namespace busbar
