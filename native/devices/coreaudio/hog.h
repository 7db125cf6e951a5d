// A device for this process alone. In: a device. Out: hog mode, given back at the end. The HAL's property is a toggle, whatever
// is written: it is read first, and what another process has is not touched.
#pragma once

#include <CoreAudio/CoreAudio.h>

#include "devices/device.h"

namespace busbar::coreaudio {

class Hog {
 public:
  Hog() = default;
  ~Hog() { give_back(); }
  Hog(const Hog&) = delete;
  Hog& operator=(const Hog&) = delete;

  DeviceError take(AudioObjectID device);
  /// The device is void: nobody has it any more.
  void forget() noexcept { device_ = kAudioObjectUnknown; }

 private:
  void give_back() noexcept;
  AudioObjectID device_ = kAudioObjectUnknown;
};

}  // namespace busbar::coreaudio
