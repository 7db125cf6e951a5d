// An aggregate that CoreAudio makes of several devices. In: members in order, which of them leads. Out: a device with the
// channels of all, the slow difference of their clocks made up for by CoreAudio. Everything is said when it is made: what is
// changed afterwards loses settings. Invariant: what was made is verified, and destroyed at the end, and nobody else's.
#pragma once

#include <CoreAudio/CoreAudio.h>

#include <cstdint>
#include <string>
#include <vector>

#include "devices/coreaudio/coreaudio.h"
#include "devices/coreaudio/listeners.h"
#include "devices/device.h"

namespace busbar::coreaudio {

/// A member that was found.
struct Part {
  AudioObjectID device = kAudioObjectUnknown;
  std::string uid, name;
  bool follows = false;  ///< `drift: resample`: its clock is its own
  std::uint32_t inputs = 0, outputs = 0;  ///< channels that it has
};

class Aggregate {
 public:
  Aggregate() = default;
  ~Aggregate() { destroy(); }
  Aggregate(const Aggregate&) = delete;
  Aggregate& operator=(const Aggregate&) = delete;

  /// `parts`: at one rate already. The first try may fail for no reason of ours: there are two.
  DeviceError make(const AggregateOptions& options, const std::vector<Part>& parts, Listeners& listeners);
  AudioObjectID device() const noexcept { return device_; }

 private:
  DeviceError try_to_make(const AggregateOptions& options, const std::vector<Part>& parts, Listeners& listeners);
  void destroy() noexcept;
  AudioObjectID device_ = kAudioObjectUnknown;
  std::string uid_;  ///< no other has it, ever, where another may have its number
};

/// Made by this process.
bool is_own_aggregate(const std::string& uid);

}  // namespace busbar::coreaudio
