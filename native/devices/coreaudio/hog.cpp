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
  if (const auto owner = hog_of(device)) return *owner == getpid() ? DeviceError{} : taken(device, *owner);
  const OSStatus status = write(device, kOwner, getpid());
  if (status != kAudioHardwareNoError) return call_error(name_of(device), "give us alone", status);
  const auto owner = hog_of(device);
  if (!owner) return {DeviceFault::unsupported, name_of(device) + " cannot be taken for one program alone: take `exclusive` off"};
  if (*owner != getpid()) return taken(device, *owner);
  device_ = device;
  return {};
}

void Hog::give_back() noexcept {
  if (device_ == kAudioObjectUnknown) return;
  if (hog_of(device_) == getpid()) (void)write(device_, kOwner, pid_t{-1});
  device_ = kAudioObjectUnknown;
}

}  // namespace busbar::coreaudio
