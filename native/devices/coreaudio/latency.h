// How long a frame takes between the converter and our callback. In: a device and a direction. Out: frames at its nominal
// rate: of the device, its safety offset, its slowest stream, and one buffer. The device's word for it; the config's `latency` mends it.
#pragma once

#include <CoreAudio/CoreAudio.h>

#include <cstdint>

namespace busbar::coreaudio {

std::uint32_t safety_offset(AudioObjectID device, bool output);

/// Without the buffer.
std::uint32_t device_latency(AudioObjectID device, bool output);

}  // namespace busbar::coreaudio
