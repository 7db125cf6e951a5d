#include "devices/coreaudio/hog.h"

#include <unistd.h>

#include <string>

#include "devices/coreaudio/errors.h"
#include "devices/coreaudio/property.h"
#include "devices/coreaudio/system.h"

namespace busbar::coreaudio {
namespace {

constexpr AudioObjectPropertyAddress kOwner = at(kAudioDevicePropertyHogMode);

DeviceError taken(AudioObjectID device, pid_t owner) {
  return {DeviceFault::busy, name_of(device) + " belongs to process " + std::to_string(owner) +
                                 " alone (hog mode): quit that program, or take `exclusive` off"};
}

}  // namespace

DeviceError Hog::take(AudioObjectID device) {
  pid_t owner = kNobody;
  // Without an answer nothing is written: it is a toggle.
  OSStatus status = read(device, kOwner, owner);
  if (status == kAudioHardwareNoError && owner != kNobody) return owner == getpid() ? DeviceError{} : taken(device, owner);
  if (status == kAudioHardwareNoError) status = write(device, kOwner, getpid());
  if (status != kAudioHardwareNoError) return call_error(name_of(device), "give us alone", status);
  // Given back from here on, whatever is answered.
  device_ = device;
  const auto now = hog_of(device);
  if (!now) return {DeviceFault::unsupported, name_of(device) + " cannot be taken for one program alone: take `exclusive` off"};
  return *now == getpid() ? DeviceError{} : taken(device, *now);
}

void Hog::give_back() noexcept {
  if (device_ == kAudioObjectUnknown) return;
  if (hog_of(device_) == getpid()) (void)write(device_, kOwner, kNobody);
  device_ = kAudioObjectUnknown;
}

}  // namespace busbar::coreaudio
