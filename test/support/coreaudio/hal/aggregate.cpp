// Making, composing and destroying aggregates.
#include "hal/aggregate.h"

#include "hal/core_foundation.h"
#include "hal/io.h"
#include "hal/life.h"
#include "hal/notices.h"
#include "hal/properties.h"

namespace hal {
namespace {

Aggregate composition_of(CFDictionaryRef description) {
  Aggregate aggregate;
  aggregate.main = text_under(description, kAudioAggregateDeviceMainSubDeviceKey);
  aggregate.is_private = number_under(description, kAudioAggregateDeviceIsPrivateKey).value_or(0) != 0;
  const auto list = static_cast<CFArrayRef>(value_under(description, kAudioAggregateDeviceSubDeviceListKey));
  for (CFIndex i = 0; list != nullptr && i < CFArrayGetCount(list); ++i) {
    const auto one = static_cast<CFDictionaryRef>(CFArrayGetValueAtIndex(list, i));
    Part part;
    part.uid = text_under(one, kAudioSubDeviceUIDKey);
    part.compensated = number_under(one, kAudioSubDeviceDriftCompensationKey).value_or(0) != 0;
    part.quality = static_cast<UInt32>(number_under(one, kAudioSubDeviceDriftCompensationQualityKey).value_or(0));
    part.id = model().next_id();
    aggregate.parts.push_back(part);
  }
  if (aggregate.main.empty() && !aggregate.parts.empty()) aggregate.main = aggregate.parts[0].uid;
  return aggregate;
}

/// Streams of the parts that are there. True where another part is there than before.
bool compose(Device& device) {
  Aggregate& aggregate = *device.aggregate;
  bool changed = false;
  DeviceSpec all;
  for (Part& part : aggregate.parts) {
    const DevicePtr one = device_named(part.uid);
    const bool active = aggregate.settled && one && one->alive && one->box;
    changed |= active != part.active;
    part.active = active;
    if (!active) continue;
    all.inputs.insert(all.inputs.end(), one->box->spec.inputs.begin(), one->box->spec.inputs.end());
    all.outputs.insert(all.outputs.end(), one->box->spec.outputs.begin(), one->box->spec.outputs.end());
  }
  if (!changed) return false;
  forget_listeners(device.streams);
  device.streams = streams_of(all);
  if (const DevicePtr main = main_of(device)) {
    device.rate = main->rate;
    restart_clock(device);
  } else {
    end_io(device);
  }
  return true;
}

}  // namespace

DevicePtr main_of(const Device& device) {
  if (!device.aggregate) return nullptr;
  DevicePtr first;
  for (const Part& part : device.aggregate->parts) {
    if (!part.active) continue;
    DevicePtr one = device_named(part.uid);
    if (part.uid == device.aggregate->main) return one;
    if (!first) first = std::move(one);
  }
  return first;
}

std::shared_ptr<Hardware> box_of(const Device& device) {
  if (device.box) return device.box;
  const DevicePtr main = main_of(device);
  return main ? main->box : nullptr;
}

void recompose_all() {
  for (const auto& [id, device] : model().devices) {
    if (!device->aggregate || !compose(*device)) continue;
    for (const AudioObjectPropertySelector selector : {UInt32{kAudioAggregateDevicePropertyActiveSubDeviceList}, UInt32{kAudioDevicePropertyStreams},
                                                       UInt32{kAudioDevicePropertyStreamConfiguration}, UInt32{kAudioDevicePropertyDeviceHasChanged}})
      notify(id, selector);
  }
}

std::optional<Value> read_aggregate(const Device& device, const Address& address) {
  const Aggregate& aggregate = *device.aggregate;
  switch (address.mSelector) {
    case kAudioObjectPropertyClass: return Value(UInt32{kAudioAggregateDeviceClassID});
    case kAudioAggregateDevicePropertyMainSubDevice: return aggregate.main;
    case kAudioAggregateDevicePropertyFullSubDeviceList: {
      Texts uids;
      for (const Part& part : aggregate.parts) uids.all.push_back(part.uid);
      return uids;
    }
    case kAudioAggregateDevicePropertyActiveSubDeviceList: {
      std::vector<AudioObjectID> ids;
      for (const Part& part : aggregate.parts)
        if (const DevicePtr one = part.active ? device_named(part.uid) : nullptr) ids.push_back(one->id);
      return ids;
    }
    default: return {};
  }
}

}  // namespace hal

using namespace hal;

extern "C" {

OSStatus AudioHardwareCreateAggregateDevice(CFDictionaryRef description, AudioObjectID* out) {
  const Guard guard = begin_call("AudioHardwareCreateAggregateDevice");
  if (const auto status = failure("AudioHardwareCreateAggregateDevice")) return *status;
  const std::string uid = text_under(description, kAudioAggregateDeviceUIDKey);
  if (uid.empty() || device_named(uid)) return kAudioHardwareIllegalOperationError;
  auto device = std::make_shared<Device>();
  device->id = *out = model().next_id();
  device->uid = uid;
  device->name = text_under(description, kAudioAggregateDeviceNameKey);
  device->aggregate = composition_of(description);
  model().devices[device->id] = device;
  notify(kAudioObjectSystemObject, kAudioHardwarePropertyDevices);
  later(model().options.aggregate_settles_ms, [id = device->id](Guard&) {
    const DevicePtr is = device_of(id);
    if (!is || !is->aggregate) return;
    is->aggregate->settled = true;
    recompose_all();
    notify(kAudioObjectSystemObject, kAudioHardwarePropertyDevices);
  });
  return kAudioHardwareNoError;
}

OSStatus AudioHardwareDestroyAggregateDevice(AudioObjectID id) {
  const Guard guard = begin_call("AudioHardwareDestroyAggregateDevice");
  const DevicePtr device = device_of(id);
  if (!device) return kAudioHardwareBadObjectError;
  if (!device->aggregate) return kAudioHardwareIllegalOperationError;
  end_io(*device);
  bury(device);
  notify(kAudioObjectSystemObject, kAudioHardwarePropertyDevices);
  return kAudioHardwareNoError;
}

}  // extern "C"
