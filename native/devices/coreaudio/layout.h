// The form of a device's audio. In: a device. Out: for each direction its buffers, one per stream, and where each channel lies.
// Invariant: a layout that was read is whole: each buffer has a format that convert.h knows.
#pragma once

#include <CoreAudio/CoreAudio.h>

#include <cstdint>
#include <vector>

#include "devices/device.h"
#include "devices/sample_format.h"

namespace busbar::coreaudio {

/// As it comes in an AudioBufferList: `channels` interleaved.
struct BufferShape {
  std::uint32_t channels = 0;
  SampleFormat format = SampleFormat::f32;
  bool operator==(const BufferShape&) const = default;
};
using Layout = std::vector<BufferShape>;

/// Of one direction; empty where the device has none.
DeviceError read_layout(AudioObjectID device, bool output, Layout& out);

std::uint32_t channels_of(const Layout& layout) noexcept;

/// Channels without their formats: what a list of devices says, of a device that is not open.
std::uint32_t count_channels(AudioObjectID device, bool output);

struct ChannelPlace {
  std::uint32_t buffer = 0, channel = 0;
};

/// `channel` is below `channels_of`.
ChannelPlace place_of(const Layout& layout, std::uint32_t channel) noexcept;

}  // namespace busbar::coreaudio
