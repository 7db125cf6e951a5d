// IO of one device or aggregate: a thread that runs as long as a proc is started. In: procs, the device's clock. Out:
// cycles. Invariants: a cycle's stamps are where its clock says, however late it runs; procs are called without the lock.
#pragma once

#include "hal/model.h"

namespace hal {

struct Run {
  DevicePtr device;
  std::condition_variable wake;
  bool ending = false;           ///< no cycle begins any more
  bool over = false;             ///< the thread has done all it does
  bool restart = false;          ///< the clock begins anew: another rate, other buffers
  bool owes_overload = false;    ///< one that is told late
  double anchor_ns = 0, anchor_frame = 0;
  double frame = 0;              ///< sample time of the next cycle
  double first = 0;              ///< of the first
  std::uint64_t cycles = 0;
};

/// All under the model's lock.
void begin_io(const DevicePtr& device);
/// Without another call: one that is under way goes on.
void end_io(Device& device);
void restart_clock(Device& device);
/// Joins threads that are over; `all` waits for those that end.
void reap(Guard& guard, bool all);

/// Frames a second by host time.
double actual_rate(const Device& device);
double host_ns_of(const Run& run, double frame);

}  // namespace hal
