// Host time, from the machine's, and the two calls that tell it.
#include "hal/time.h"

#include <mach/mach_time.h>

#include <mutex>

namespace hal {
namespace {

struct Scale {
  double factor, origin_ns;
  std::uint32_t numer, denom;
};
std::mutex lock;
Scale current{1, 0, 125, 3};

Scale in_effect() {
  const std::lock_guard guard(lock);
  return current;
}

double machine_ns() {
  return static_cast<double>(std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count());
}

}  // namespace

/// Time goes on from where it stands.
void set_time(double factor, std::uint32_t numer, std::uint32_t denom) {
  const double now = machine_ns();
  const std::lock_guard guard(lock);
  current = {factor, factor == 1 ? 0 : now, numer, denom};
}

double now_ns() {
  const Scale scale = in_effect();
  return scale.origin_ns + (machine_ns() - scale.origin_ns) * scale.factor;
}

std::chrono::steady_clock::time_point machine_time(double ns) {
  const Scale scale = in_effect();
  const double machine = scale.origin_ns + (ns - scale.origin_ns) / scale.factor;
  return std::chrono::steady_clock::time_point(std::chrono::nanoseconds(static_cast<std::int64_t>(machine)));
}

std::uint64_t ticks_of(double ns) {
  const Scale scale = in_effect();
  return static_cast<std::uint64_t>(ns * scale.denom / scale.numer);
}

double ns_of(std::uint64_t ticks) {
  const Scale scale = in_effect();
  return static_cast<double>(ticks) * scale.numer / scale.denom;
}

}  // namespace hal

extern "C" {

uint64_t mach_absolute_time() { return hal::ticks_of(hal::now_ns()); }

kern_return_t mach_timebase_info(mach_timebase_info_t info) {
  const hal::Scale scale = hal::in_effect();
  info->numer = scale.numer;
  info->denom = scale.denom;
  return KERN_SUCCESS;
}

}  // extern "C"
