// One cycle of IO. In: a run and how many frames. Out: every started proc was called once; what they played is mixed and
// on the tape. The lock is free while a proc runs.
#pragma once

#include "hal/io.h"

namespace hal {

void one_cycle(Guard& guard, Run& run, std::uint32_t frames);
AudioTimeStamp stamp_of(const Run& run, double frame);

}  // namespace hal
