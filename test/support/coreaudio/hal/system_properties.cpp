// The system object: which devices there are, by UID and by default.
#include "hal/core_foundation.h"
#include "hal/notices.h"
#include "hal/properties.h"

namespace hal {
namespace {

bool can_be(const Device& device, bool output) {
  return device.box && device.box->spec.can_be_default && device.hog == -1 && channels_of(device, !output) != 0;
}

}  // namespace

AudioObjectID default_of(bool output) {
  const DevicePtr chosen = device_named(output ? model().default_output : model().default_input);
  if (chosen && can_be(*chosen, output)) return chosen->id;
  for (const auto& [id, device] : model().devices)
    if (can_be(*device, output)) return id;
  return kAudioObjectUnknown;
}

/// One change is told several times over, as it is there.
void apply_default(bool output, const std::string& uid) {
  (output ? model().default_output : model().default_input) = uid;
  const auto selector = output ? kAudioHardwarePropertyDefaultOutputDevice : kAudioHardwarePropertyDefaultInputDevice;
  notify(kAudioObjectSystemObject, {global(selector)});
  if (output) notify(kAudioObjectSystemObject, {global(kAudioHardwarePropertyDefaultSystemOutputDevice)});
  notify(kAudioObjectSystemObject, {global(selector)});
}

std::optional<Value> read_system(const Address& address, const Qualifier& qualifier) {
  switch (address.mSelector) {
    case kAudioObjectPropertyClass:
    case kAudioObjectPropertyBaseClass: return Value(UInt32{kAudioSystemObjectClassID});
    case kAudioHardwarePropertyDevices: {
      std::vector<AudioObjectID> ids;
      for (const auto& [id, device] : model().devices)
        if (!device->box || !device->box->spec.hidden) ids.push_back(id);
      return ids;
    }
    case kAudioHardwarePropertyDefaultInputDevice: return Value(UInt32{default_of(false)});
    case kAudioHardwarePropertyDefaultOutputDevice:
    case kAudioHardwarePropertyDefaultSystemOutputDevice: return Value(UInt32{default_of(true)});
    case kAudioHardwarePropertyTranslateUIDToDevice: {
      if (qualifier.size != sizeof(CFStringRef)) return Value(UInt32{kAudioObjectUnknown});
      const DevicePtr device = device_named(text_of(*static_cast<const CFStringRef*>(qualifier.data)));
      return Value(UInt32{device ? device->id : kAudioObjectUnknown});
    }
    case kAudioHardwarePropertyClockDeviceList: return std::vector<AudioObjectID>();
    case kAudioHardwarePropertyTranslateUIDToClockDevice: return Value(UInt32{kAudioObjectUnknown});
    case kAudioHardwarePropertyServiceRestarted: return Value(UInt32{0});
    case kAudioHardwarePropertyHogModeIsAllowed: return Value(UInt32{1});
    default: return {};
  }
}

OSStatus write_system(const Address& address, const Input& input) {
  const AudioObjectID* const id = input.as<AudioObjectID>();
  if (id == nullptr) return kAudioHardwareBadPropertySizeError;
  const DevicePtr device = device_of(*id);
  if (!device) return kAudioHardwareBadDeviceError;
  apply_default(address.mSelector == kAudioHardwarePropertyDefaultOutputDevice, device->uid);
  return kAudioHardwareNoError;
}

}  // namespace hal
