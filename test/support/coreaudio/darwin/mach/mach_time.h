// Host time: ticks, and how many nanoseconds one is. Only where the system has no header of this name.
#pragma once

#include <mach/mach.h>

extern "C" {

struct mach_timebase_info {
  uint32_t numer;
  uint32_t denom;
};
using mach_timebase_info_t = mach_timebase_info*;
using mach_timebase_info_data_t = mach_timebase_info;

kern_return_t mach_timebase_info(mach_timebase_info_t info);
uint64_t mach_absolute_time();

}  // extern "C"
