// Streams, and the parts of an aggregate.
#include "hal/io.h"
#include "hal/notices.h"
#include "hal/properties.h"

namespace hal {
namespace {

struct Shape {
  UInt32 bytes, bits, flags;
};
Shape shape_of(Sample format) {
  switch (format) {
    case Sample::s16: return {2, 16, kAudioFormatFlagIsSignedInteger | kAudioFormatFlagIsPacked};
    case Sample::s24: return {3, 24, kAudioFormatFlagIsSignedInteger | kAudioFormatFlagIsPacked};
    case Sample::s32: return {4, 32, kAudioFormatFlagIsSignedInteger | kAudioFormatFlagIsPacked};
    default: return {4, 32, kAudioFormatFlagIsFloat | kAudioFormatFlagIsPacked};
  }
}

std::optional<Sample> sample_of(const AudioStreamBasicDescription& format) {
  for (const Sample sample : {Sample::f32, Sample::s16, Sample::s24, Sample::s32}) {
    const Shape shape = shape_of(sample);
    if ((format.mFormatFlags & ~kAudioFormatFlagIsNonMixable) == shape.flags && format.mBitsPerChannel == shape.bits) return sample;
  }
  return {};
}

}  // namespace

AudioStreamBasicDescription format_of(const StreamSpec& spec, double rate) {
  const Shape shape = shape_of(spec.format);
  const UInt32 frame = shape.bytes * spec.channels;
  return {rate, kAudioFormatLinearPCM, shape.flags, frame, 1, frame, spec.channels, shape.bits, 0};
}

std::optional<Value> read_stream(const Device& device, const Stream& stream, const Address& address) {
  switch (address.mSelector) {
    case kAudioObjectPropertyClass: return Value(UInt32{kAudioStreamClassID});
    case kAudioObjectPropertyOwner: return Value(UInt32{device.id});
    case kAudioStreamPropertyIsActive: return Value(UInt32{1});
    case kAudioStreamPropertyDirection: return Value(UInt32{stream.input});
    case kAudioStreamPropertyTerminalType: return Value(UInt32{0});
    case kAudioStreamPropertyStartingChannel: return Value(UInt32{stream.first + 1});
    case kAudioStreamPropertyLatency: return Value(UInt32{stream.spec.latency});
    case kAudioStreamPropertyVirtualFormat:
    case kAudioStreamPropertyPhysicalFormat: return format_of(stream.spec, device.rate);
    case kAudioStreamPropertyAvailableVirtualFormats:
    case kAudioStreamPropertyAvailablePhysicalFormats: {
      std::vector<AudioStreamRangedDescription> all;
      for (const Sample sample : {Sample::f32, stream.spec.format}) {
        StreamSpec spec = stream.spec;
        spec.format = sample;
        all.push_back({format_of(spec, device.rate), {device.rate, device.rate}});
      }
      return all;
    }
    default: return {};
  }
}

/// Takes effect as late as a rate does.
OSStatus write_stream(Device& device, const Stream& stream, const Address& address, const Input& input) {
  const auto* const format = input.as<AudioStreamBasicDescription>();
  if (format == nullptr) return kAudioHardwareBadPropertySizeError;
  const auto sample = sample_of(*format);
  if (!sample || format->mChannelsPerFrame != stream.spec.channels) return kAudioDeviceUnsupportedFormatError;
  const double ms = device.box ? device.box->traps.rate_settles_ms : 0;
  later(ms, [owner = device.id, id = stream.id, sample = *sample, selector = address.mSelector](Guard&) {
    const DevicePtr is = device_of(owner);
    if (!is) return;
    for (Stream& one : is->streams)
      if (one.id == id) one.spec.format = sample;
    restart_clock(*is);
    notify(id, selector);
  });
  return kAudioHardwareNoError;
}

std::optional<Value> read_part(const Device& device, const Part& part, const Address& address) {
  switch (address.mSelector) {
    case kAudioObjectPropertyClass: return Value(UInt32{kAudioSubDeviceClassID});
    case kAudioObjectPropertyOwner: return Value(UInt32{device.id});
    case kAudioObjectPropertyName:
    case kAudioDevicePropertyDeviceUID: return part.uid;
    case kAudioDevicePropertyDeviceIsAlive: return Value(UInt32{part.active});
    case kAudioSubDevicePropertyDriftCompensation: return Value(UInt32{part.compensated});
    case kAudioSubDevicePropertyDriftCompensationQuality: return Value(part.quality);
    case kAudioSubDevicePropertyExtraLatency: return Value(part.extra_latency);
    default: return {};
  }
}

OSStatus write_part(Device&, Part& part, const Address& address, const Input& input) {
  const UInt32* const value = input.as<UInt32>();
  if (value == nullptr) return kAudioHardwareBadPropertySizeError;
  if (address.mSelector == kAudioSubDevicePropertyDriftCompensation) part.compensated = *value != 0;
  else if (address.mSelector == kAudioSubDevicePropertyDriftCompensationQuality) part.quality = *value;
  else part.extra_latency = *value;
  notify(part.id, address.mSelector);
  return kAudioHardwareNoError;
}

}  // namespace hal
