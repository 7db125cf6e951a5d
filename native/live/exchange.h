// What a stream's edge hands samples to: a runner, where the stream drives it, or the queues of a member.
// Audio thread: no call here allocates or waits.
#pragma once

#include <cstdint>

#include "clock/block_time.h"

namespace busbar {

/// Most frames of one call: longer cycles are cut.
inline constexpr std::uint32_t kMostExchanged = 4096;

class Exchange {
 public:
  /// Takes finite inputs, writes every output. `at`: on the stream's own clock.
  virtual void exchange(const double* const* in, double* const* out, std::uint32_t frames, const BlockTime& at) noexcept = 0;
  /// The device had to be restarted: its clock's phase is another.
  virtual void restarted() noexcept = 0;
  /// How long a whole cycle took.
  virtual void account(std::int64_t took_ns, std::uint32_t frames) noexcept = 0;

 protected:
  ~Exchange() = default;
};

}  // namespace busbar
