// The clock of every audio thread in nanoseconds: CLOCK_MONOTONIC, on macOS that of host time, which stands still in sleep.
// Stamps of devices, of events and of load are on it.
#pragma once

#include <cerrno>
#include <cstdint>
#include <ctime>

namespace busbar {

inline std::int64_t now_ns() noexcept {
#if defined(__APPLE__)
  return static_cast<std::int64_t>(clock_gettime_nsec_np(CLOCK_UPTIME_RAW));
#else
  timespec t{};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return std::int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec;
#endif
}

/// Sleeps until the clock shows `time_ns`; returns at once where that has passed.
inline void sleep_until(std::int64_t time_ns) noexcept {
#if defined(__linux__)
  const timespec until{static_cast<time_t>(time_ns / 1'000'000'000), static_cast<long>(time_ns % 1'000'000'000)};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr) == EINTR) {
  }
#else
  for (std::int64_t left; (left = time_ns - now_ns()) > 0;) {
    const timespec wait{static_cast<time_t>(left / 1'000'000'000), static_cast<long>(left % 1'000'000'000)};
    nanosleep(&wait, nullptr);
  }
#endif
}

}  // namespace busbar
