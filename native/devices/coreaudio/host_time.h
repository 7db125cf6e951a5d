// Host time in nanoseconds of our own clock (rt/clock.h), which on macOS counts the same ticks.
#pragma once

#include <mach/mach_time.h>

#include <cstdint>

namespace busbar::coreaudio {

class HostTime {
 public:
  HostTime() noexcept { mach_timebase_info(&base_); }
  /// A century of uptime fits.
  std::int64_t ns(std::uint64_t ticks) const noexcept { return static_cast<std::int64_t>(ticks * base_.numer / base_.denom); }

 private:
  mach_timebase_info_data_t base_{1, 1};
};

}  // namespace busbar::coreaudio
