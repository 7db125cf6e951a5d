// The calls of AudioObject that read and write properties: which object, then what it says.
#include "hal/properties.h"

#include <algorithm>

namespace hal {
namespace {

/// One of them, or the system where all are null.
struct Target {
  bool alive = false;
  DevicePtr device;
  const Stream* stream = nullptr;
  Part* part = nullptr;
};

Target find(AudioObjectID id) {
  if (id == kAudioObjectSystemObject) return {.alive = true, .device = nullptr};
  if (DevicePtr device = device_of(id)) return {.alive = true, .device = std::move(device)};
  for (const auto& [number, device] : model().devices) {
    for (const Stream& stream : device->streams)
      if (stream.id == id) return {.alive = true, .device = device, .stream = &stream};
    if (device->aggregate)
      for (Part& part : device->aggregate->parts)
        if (part.id == id) return {.alive = true, .device = device, .part = &part};
  }
  return {};
}

std::optional<Value> read(const Target& target, const Address& address, const Qualifier& qualifier) {
  if (target.stream != nullptr) return read_stream(*target.device, *target.stream, address);
  if (target.part != nullptr) return read_part(*target.device, *target.part, address);
  if (!target.device) return read_system(address, qualifier);
  if (target.device->aggregate)
    if (auto own = read_aggregate(*target.device, address)) return own;
  return read_device(*target.device, address, qualifier);
}

bool is_usage(const Target& target, const Address& address) {
  return target.device && target.stream == nullptr && target.part == nullptr && address.mSelector == kAudioDevicePropertyIOProcStreamUsage;
}

bool takes(const Target& target, const Address& address) {
  const auto is = [&](std::initializer_list<UInt32> ones) { return std::find(ones.begin(), ones.end(), address.mSelector) != ones.end(); };
  if (target.stream != nullptr) return is({kAudioStreamPropertyVirtualFormat, kAudioStreamPropertyPhysicalFormat});
  if (target.part != nullptr) return is({kAudioSubDevicePropertyDriftCompensation, kAudioSubDevicePropertyDriftCompensationQuality, kAudioSubDevicePropertyExtraLatency});
  if (!target.device) return is({kAudioHardwarePropertyDefaultInputDevice, kAudioHardwarePropertyDefaultOutputDevice});
  return device_takes(*target.device, address);
}

}  // namespace
}  // namespace hal

using namespace hal;

extern "C" {

Boolean AudioObjectHasProperty(AudioObjectID object, const AudioObjectPropertyAddress* address) {
  const Guard guard = begin_call("AudioObjectHasProperty");
  const Target target = find(object);
  return target.alive && (is_usage(target, *address) || read(target, *address, {}).has_value());
}

OSStatus AudioObjectIsPropertySettable(AudioObjectID object, const AudioObjectPropertyAddress* address, Boolean* out) {
  const Guard guard = begin_call("AudioObjectIsPropertySettable");
  const Target target = find(object);
  if (!target.alive) return kAudioHardwareBadObjectError;
  if (!is_usage(target, *address) && !read(target, *address, {})) return kAudioHardwareUnknownPropertyError;
  *out = takes(target, *address);
  return kAudioHardwareNoError;
}

OSStatus AudioObjectGetPropertyDataSize(AudioObjectID object, const AudioObjectPropertyAddress* address, UInt32 qualifier_size, const void* qualifier, UInt32* size) {
  const Guard guard = begin_call("AudioObjectGetPropertyDataSize");
  const Target target = find(object);
  if (!target.alive) return kAudioHardwareBadObjectError;
  if (is_usage(target, *address)) {
    *size = 0;
    return read_usage(*target.device, *address, nullptr, *size);
  }
  const auto value = read(target, *address, {qualifier_size, qualifier});
  if (!value) return kAudioHardwareUnknownPropertyError;
  *size = size_of(*value);
  return kAudioHardwareNoError;
}

OSStatus AudioObjectGetPropertyData(AudioObjectID object, const AudioObjectPropertyAddress* address, UInt32 qualifier_size, const void* qualifier, UInt32* size, void* data) {
  const Guard guard = begin_call("AudioObjectGetPropertyData");
  if (const auto status = failure("AudioObjectGetPropertyData")) return *status;
  const Target target = find(object);
  if (!target.alive) return kAudioHardwareBadObjectError;
  if (is_usage(target, *address)) return read_usage(*target.device, *address, data, *size);
  const auto value = read(target, *address, {qualifier_size, qualifier});
  if (!value) return kAudioHardwareUnknownPropertyError;
  return put(*value, data, *size);
}

OSStatus AudioObjectSetPropertyData(AudioObjectID object, const AudioObjectPropertyAddress* address, UInt32, const void*, UInt32 size, const void* data) {
  const Guard guard = begin_call("AudioObjectSetPropertyData");
  if (const auto status = failure("AudioObjectSetPropertyData")) return *status;
  const Target target = find(object);
  if (!target.alive) return kAudioHardwareBadObjectError;
  const Input input{size, data};
  if (is_usage(target, *address)) return write_usage(*target.device, *address, input);
  if (!read(target, *address, {})) return kAudioHardwareUnknownPropertyError;
  if (!takes(target, *address)) return kAudioHardwareIllegalOperationError;
  if (target.stream != nullptr) return write_stream(*target.device, *target.stream, *address, input);
  if (target.part != nullptr) return write_part(*target.device, *target.part, *address, input);
  return target.device ? write_device(*target.device, *address, input) : write_system(*address, input);
}

}  // extern "C"
