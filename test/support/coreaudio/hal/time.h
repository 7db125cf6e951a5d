// Host time. In: the machine's monotonic clock and a scale. Out: nanoseconds and ticks of the simulated host.
// Invariant: at scale 1 a nanosecond here is one of the machine's monotonic clock, so stamps of both may be compared.
#pragma once

#include <chrono>
#include <cstdint>

namespace hal {

void set_time(double scale, std::uint32_t numer, std::uint32_t denom);
double now_ns();
/// When the machine's clock will show a time of ours.
std::chrono::steady_clock::time_point machine_time(double ns);
std::uint64_t ticks_of(double ns);
double ns_of(std::uint64_t ticks);

}  // namespace hal
