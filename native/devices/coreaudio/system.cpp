#include "devices/coreaudio/system.h"

#include "devices/coreaudio/property.h"

namespace busbar::coreaudio {

std::vector<AudioObjectID> all_devices() { return list<AudioObjectID>(kAudioObjectSystemObject, at(kAudioHardwarePropertyDevices)); }

AudioObjectID default_device(bool output) {
  const AudioObjectPropertySelector which = output ? kAudioHardwarePropertyDefaultOutputDevice : kAudioHardwarePropertyDefaultInputDevice;
  return find<AudioObjectID>(kAudioObjectSystemObject, at(which)).value_or(kAudioObjectUnknown);
}

AudioObjectID device_of(const std::string& uid, bool wants_outputs) {
  if (uid == "default") return default_device(wants_outputs);
  const Cf<CFStringRef> wanted = to_cf(uid);
  const CFStringRef qualifier = wanted.get();
  const AudioObjectPropertyAddress address = at(kAudioHardwarePropertyTranslateUIDToDevice);
  AudioObjectID found = kAudioObjectUnknown;
  UInt32 size = sizeof found;
  const OSStatus status = AudioObjectGetPropertyData(kAudioObjectSystemObject, &address, sizeof qualifier, &qualifier, &size, &found);
  return status == kAudioHardwareNoError ? found : kAudioObjectUnknown;
}

std::string uid_of(AudioObjectID device) { return text(device, at(kAudioDevicePropertyDeviceUID)); }
std::string name_of(AudioObjectID device) { return text(device, at(kAudioObjectPropertyName)); }

UInt32 transport_of(AudioObjectID device) {
  return find<UInt32>(device, at(kAudioDevicePropertyTransportType)).value_or(kAudioDeviceTransportTypeUnknown);
}

bool is_bluetooth(UInt32 transport) noexcept {
  return transport == kAudioDeviceTransportTypeBluetooth || transport == kAudioDeviceTransportTypeBluetoothLE;
}

const char* transport_word(UInt32 transport) noexcept {
  switch (transport) {
    case kAudioDeviceTransportTypeBuiltIn: return "built-in";
    case kAudioDeviceTransportTypeAggregate: return "aggregate";
    case kAudioDeviceTransportTypeVirtual: return "virtual";
    case kAudioDeviceTransportTypePCI: return "pci";
    case kAudioDeviceTransportTypeUSB: return "usb";
    case kAudioDeviceTransportTypeFireWire: return "firewire";
    case kAudioDeviceTransportTypeBluetooth:
    case kAudioDeviceTransportTypeBluetoothLE: return "bluetooth";
    case kAudioDeviceTransportTypeHDMI: return "hdmi";
    case kAudioDeviceTransportTypeDisplayPort: return "displayport";
    case kAudioDeviceTransportTypeAirPlay: return "airplay";
    case kAudioDeviceTransportTypeAVB: return "avb";
    case kAudioDeviceTransportTypeThunderbolt: return "thunderbolt";
    default: return "";
  }
}

UInt32 clock_domain_of(AudioObjectID device) { return find<UInt32>(device, at(kAudioDevicePropertyClockDomain)).value_or(0); }

bool is_alive(AudioObjectID device) { return find<UInt32>(device, at(kAudioDevicePropertyDeviceIsAlive)).value_or(0) != 0; }

std::optional<pid_t> hog_of(AudioObjectID device) {
  const auto owner = find<pid_t>(device, at(kAudioDevicePropertyHogMode));
  return owner && *owner != kNobody ? owner : std::nullopt;
}

}  // namespace busbar::coreaudio
