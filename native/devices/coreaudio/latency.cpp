#include "devices/coreaudio/latency.h"

#include <algorithm>

#include "devices/coreaudio/property.h"

namespace busbar::coreaudio {

std::uint32_t safety_offset(AudioObjectID device, bool output) {
  return find<UInt32>(device, at(kAudioDevicePropertySafetyOffset, output ? kOut : kIn)).value_or(0);
}

std::uint32_t device_latency(AudioObjectID device, bool output) {
  const AudioObjectPropertyScope scope = output ? kOut : kIn;
  UInt32 slowest = 0;
  for (const AudioStreamID stream : list<AudioStreamID>(device, at(kAudioDevicePropertyStreams, scope)))
    slowest = std::max(slowest, find<UInt32>(stream, at(kAudioStreamPropertyLatency)).value_or(0));
  return find<UInt32>(device, at(kAudioDevicePropertyLatency, scope)).value_or(0) + safety_offset(device, output) + slowest;
}

}  // namespace busbar::coreaudio
