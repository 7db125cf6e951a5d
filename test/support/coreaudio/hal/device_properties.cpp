// Devices: what they are, and what they let clients change.
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "hal/aggregate.h"
#include "hal/io.h"
#include "hal/notices.h"
#include "hal/properties.h"
#include "hal/time.h"

namespace hal {
namespace {

/// Where the scope asks for one direction: true for inputs. Others: not at all.
std::optional<bool> side_of(const Address& address) {
  if (address.mScope == kAudioObjectPropertyScopeInput) return true;
  if (address.mScope == kAudioObjectPropertyScopeOutput) return false;
  return {};
}

std::vector<AudioObjectID> stream_ids(const Device& device, std::optional<bool> input) {
  std::vector<AudioObjectID> ids;
  for (const Stream& stream : device.streams)
    if (!input || stream.input == *input) ids.push_back(stream.id);
  return ids;
}

std::optional<Value> channel_name(const Device& device, bool input, UInt32 element) {
  for (const Stream& stream : device.streams) {
    if (stream.input != input || element < stream.first + 1 || element > stream.first + stream.spec.channels) continue;
    const std::size_t at = element - stream.first - 1;
    if (at < stream.spec.names.size()) return stream.spec.names[at];
  }
  return {};
}

/// Parts of an aggregate and streams, as far as the classes in the qualifier go.
std::vector<AudioObjectID> owned(const Device& device, const Qualifier& qualifier) {
  const auto* const classes = static_cast<const AudioClassID*>(qualifier.data);
  const std::size_t count = qualifier.size / sizeof(AudioClassID);
  const auto wanted = [&](AudioClassID one) { return count == 0 || std::find(classes, classes + count, one) != classes + count; };
  std::vector<AudioObjectID> ids;
  if (wanted(kAudioStreamClassID)) ids = stream_ids(device, {});
  if (wanted(kAudioSubDeviceClassID) && device.aggregate && device.aggregate->settled)
    for (const Part& part : device.aggregate->parts) ids.push_back(part.id);
  return ids;
}

std::uint32_t cost(const DeviceSpec& spec, const Address& address, bool safety) {
  const std::optional<bool> input = side_of(address);
  if (!input) return 0;
  if (safety) return *input ? spec.input_safety : spec.output_safety;
  return *input ? spec.input_latency : spec.output_latency;
}

/// What the hardware under it says; of aggregates the main part's.
const DeviceSpec& spec_of(const Device& device) {
  static const DeviceSpec none;
  if (device.box) return device.box->spec;
  const DevicePtr main = main_of(device);
  return main && main->box ? main->box->spec : none;
}

}  // namespace

std::optional<Value> read_device(const Device& device, const Address& address, const Qualifier& qualifier) {
  const DeviceSpec& spec = spec_of(device);
  const std::optional<bool> input = side_of(address);
  switch (address.mSelector) {
    case kAudioObjectPropertyClass: return Value(UInt32{kAudioDeviceClassID});
    case kAudioObjectPropertyOwner: return Value(UInt32{kAudioObjectSystemObject});
    case kAudioObjectPropertyName: return device.name;
    case kAudioObjectPropertyManufacturer: return std::string("Simulated");
    case kAudioObjectPropertyElementName: return input ? channel_name(device, *input, address.mElement) : std::nullopt;
    case kAudioObjectPropertyOwnedObjects: return owned(device, qualifier);
    case kAudioDevicePropertyDeviceUID: return device.uid;
    case kAudioDevicePropertyModelUID: return device.name + ":model";
    case kAudioDevicePropertyTransportType: return Value(UInt32{device.box ? spec.transport : UInt32{kAudioDeviceTransportTypeAggregate}});
    case kAudioDevicePropertyRelatedDevices: return std::vector<AudioObjectID>{device.id};
    case kAudioDevicePropertyClockDomain: return Value(UInt32{spec.clock_domain});
    case kAudioDevicePropertyDeviceIsAlive: return Value(UInt32{device.alive});
    case kAudioDevicePropertyDeviceIsRunning:
    case kAudioDevicePropertyDeviceIsRunningSomewhere: return Value(UInt32{device.run != nullptr});
    case kAudioDevicePropertyDeviceCanBeDefaultDevice: return Value(UInt32{device.box && spec.can_be_default && (!input || channels_of(device, *input) != 0)});
    case kAudioDevicePropertyLatency: return Value(UInt32{cost(spec, address, false)});
    case kAudioDevicePropertySafetyOffset: return Value(UInt32{cost(spec, address, true)});
    case kAudioDevicePropertyStreams: return stream_ids(device, input);
    case kAudioDevicePropertyNominalSampleRate: return Value(Float64{device.rate});
    case kAudioDevicePropertyActualSampleRate: return Value(Float64{device.rate * (1 + spec.ppm * 1e-6)});
    case kAudioDevicePropertyAvailableNominalSampleRates: return spec.rates;
    case kAudioDevicePropertyIsHidden: return Value(UInt32{spec.hidden});
    case kAudioDevicePropertyPreferredChannelsForStereo: return std::array<UInt32, 2>{1, 2};
    case kAudioDevicePropertyDeviceHasChanged:
    case kAudioDeviceProcessorOverload:
    case kAudioDevicePropertyIOStoppedAbnormally: return Value(UInt32{0});
    case kAudioDevicePropertyHogMode: return Value(SInt32{device.hog});
    case kAudioDevicePropertyBufferFrameSize: return Value(UInt32{device.buffer});
    case kAudioDevicePropertyBufferFrameSizeRange: return buffer_range(device);
    case kAudioDevicePropertyUsesVariableBufferFrameSizes:
      if (!device.box || !device.box->traps.varying_buffers) return {};
      return Value(UInt32{device.buffer});
    case kAudioDevicePropertyIOCycleUsage: return Value(Float32{1});
    case kAudioDevicePropertyStreamConfiguration: {
      Buffers buffers;
      for (const Stream& stream : device.streams)
        if (input && stream.input == *input) buffers.channels.push_back(stream.spec.channels);
      return buffers;
    }
    case kAudioDevicePropertyIOThreadOSWorkgroup: return NewWorkgroup{};
    default: return {};
  }
}

bool device_takes(const Device& device, const Address& address) {
  switch (address.mSelector) {
    case kAudioDevicePropertyNominalSampleRate:
    case kAudioDevicePropertyBufferFrameSize: return true;
    case kAudioDevicePropertyHogMode: return device.box != nullptr;
    default: return false;
  }
}

// --- Rates --------------------------------------------------------------------------------------------------------
bool has_rate(const Device& device, double hz) {
  const auto& rates = spec_of(device).rates;
  return std::any_of(rates.begin(), rates.end(), [hz](const AudioValueRange& r) { return hz >= r.mMinimum && hz <= r.mMaximum; });
}

void apply_rate(Device& device, double hz) {
  if (device.rate == hz) return;
  device.rate = hz;
  restart_clock(device);
  notify(device.id, kAudioDevicePropertyNominalSampleRate);
  for (const Stream& stream : device.streams) {
    notify(stream.id, kAudioStreamPropertyVirtualFormat);
    notify(stream.id, kAudioStreamPropertyPhysicalFormat);
  }
  for (const auto& [id, other] : model().devices)
    if (other->aggregate && main_of(*other).get() == &device) apply_rate(*other, hz);
}

namespace {

/// Done at once is what it looks like. Nothing of it is.
OSStatus write_rate(Device& device, const Input& input) {
  const Float64* const hz = input.as<Float64>();
  if (hz == nullptr) return kAudioHardwareBadPropertySizeError;
  if (!has_rate(device, *hz)) return kAudioDeviceUnsupportedFormatError;
  if (device.aggregate) {
    for (const Part& part : device.aggregate->parts)
      if (const DevicePtr one = device_named(part.uid)) (void)write_rate(*one, input);
    return kAudioHardwareNoError;
  }
  const Traps& traps = device.box->traps;
  if (traps.early_rate_notice) notify(device.id, kAudioDevicePropertyNominalSampleRate);
  if (traps.rate_locked || (device.hog != -1 && device.hog != getpid())) return kAudioHardwareNoError;
  later(traps.rate_settles_ms, [id = device.id, hz = *hz](Guard&) {
    if (const DevicePtr is = device_of(id)) apply_rate(*is, hz);
  });
  return kAudioHardwareNoError;
}

OSStatus write_buffer(Device& device, const Input& input) {
  const UInt32* const frames = input.as<UInt32>();
  if (frames == nullptr) return kAudioHardwareBadPropertySizeError;
  apply_buffer(device, *frames);
  return kAudioHardwareNoError;
}

/// A toggle: what is written says nothing, and is written over with who owns it now.
OSStatus write_hog(Device& device, const Input& input) {
  if (input.size != sizeof(pid_t)) return kAudioHardwareBadPropertySizeError;
  if (device.hog != -1 && device.hog != getpid()) return kAudioDevicePermissionsError;
  apply_hog(device, device.hog == -1 ? getpid() : -1);
  std::memcpy(const_cast<void*>(input.data), &device.hog, sizeof device.hog);
  return kAudioHardwareNoError;
}

}  // namespace

AudioValueRange buffer_range(const Device& device) {
  if (device.box) return {double(device.box->spec.least_buffer), double(device.box->spec.most_buffer)};
  AudioValueRange range{1, 1e9};
  for (const Part& part : device.aggregate->parts)
    if (const DevicePtr one = device_named(part.uid); one && one->box)
      range = {std::max(range.mMinimum, double(one->box->spec.least_buffer)), std::min(range.mMaximum, double(one->box->spec.most_buffer))};
  return range;
}

void apply_buffer(Device& device, std::uint32_t frames) {
  const AudioValueRange range = buffer_range(device);
  const auto granted = static_cast<std::uint32_t>(std::clamp(double(frames), range.mMinimum, range.mMaximum));
  if (granted == device.buffer) return;
  device.buffer = granted;
  restart_clock(device);
  notify(device.id, kAudioDevicePropertyBufferFrameSize);
}

void apply_hog(Device& device, pid_t owner) {
  if (device.hog == owner) return;
  const AudioObjectID before[] = {default_of(false), default_of(true)};
  device.hog = owner;
  notify(device.id, kAudioDevicePropertyHogMode);
  for (const bool output : {false, true})
    if (default_of(output) != before[output]) apply_default(output, output ? model().default_output : model().default_input);
}

OSStatus write_device(Device& device, const Address& address, const Input& input) {
  if (address.mSelector == kAudioDevicePropertyNominalSampleRate) return write_rate(device, input);
  if (address.mSelector == kAudioDevicePropertyBufferFrameSize) return write_buffer(device, input);
  return write_hog(device, input);
}

}  // namespace hal
