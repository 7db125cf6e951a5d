// What a stream remembers about its device over time. In: periods, stamps, restarts. Out: where the device stands, how
// much was lost, and when to give up. Invariant: positions go on over a restart as if the device had never stopped.
#pragma once

#include <cstdint>
#include <optional>

#include "devices/device.h"

namespace busbar::alsa {

/// Why a stream ends. The words are literals: they outlive it.
struct Loss {
  DeviceFault fault;
  const char* why;
};

class Position {
 public:
  void begin(double rate_hz, std::int64_t now_ns) noexcept;
  /// The device had moved `ready` frames beyond those exchanged.
  void stamp(long ready, std::int64_t time_ns) noexcept;
  void exchanged(std::uint32_t frames) noexcept { done_ += frames; }
  /// It runs again since `now_ns`: the frames that went by without us.
  std::uint64_t restarted(std::int64_t now_ns) noexcept;
  /// More frames than twice the time allows: there is no clock behind it.
  bool runs_away(std::int64_t now_ns, std::uint32_t buffer) const noexcept;

  std::uint64_t done() const noexcept { return done_; }
  std::uint64_t frames() const noexcept { return position_; }
  std::int64_t time_ns() const noexcept { return time_ns_; }

 private:
  std::uint64_t expected(std::int64_t now_ns) const noexcept;

  double rate_hz_ = 0;
  std::uint64_t done_ = 0;      ///< exchanged or lost
  std::uint64_t position_ = 0;  ///< of the device at `time_ns_`
  std::int64_t time_ns_ = 0;
  std::int64_t began_ns_ = 0;
  std::uint64_t began_at_ = 0;
};

/// How often a device may fail before it counts as lost.
class Patience {
 public:
  /// False: this is one restart too many within a second.
  bool allows_restart(std::int64_t now_ns) noexcept;
  /// False: it has stood still too often in a row.
  bool allows_stall() noexcept { return ++stalls_ < kStalls; }
  void moved() noexcept { stalls_ = 0; }

 private:
  static constexpr unsigned kRestarts = 5;
  static constexpr unsigned kStalls = 3;
  std::int64_t restarts_[kRestarts] = {};
  unsigned next_ = 0;
  unsigned stalls_ = 0;
};

}  // namespace busbar::alsa
