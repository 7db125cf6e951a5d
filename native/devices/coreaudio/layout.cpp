#include "devices/coreaudio/layout.h"

#include <cstddef>
#include <optional>
#include <string>

#include "devices/coreaudio/errors.h"
#include "devices/coreaudio/property.h"
#include "devices/coreaudio/system.h"

namespace busbar::coreaudio {
namespace {

/// Channels per buffer. The list has a tail of as many buffers as there are streams, so its size is asked for.
std::vector<std::uint32_t> buffer_widths(AudioObjectID device, bool output) {
  const AudioObjectPropertyAddress address = at(kAudioDevicePropertyStreamConfiguration, output ? kOut : kIn);
  UInt32 size = 0;
  if (AudioObjectGetPropertyDataSize(device, &address, 0, nullptr, &size) != kAudioHardwareNoError) return {};
  // A device without streams answers with the count alone.
  std::vector<std::uint64_t> memory(size / sizeof(std::uint64_t) + sizeof(AudioBufferList) / sizeof(std::uint64_t));
  auto* const buffers = reinterpret_cast<AudioBufferList*>(memory.data());
  if (size == 0 || AudioObjectGetPropertyData(device, &address, 0, nullptr, &size, buffers) != kAudioHardwareNoError) return {};
  std::vector<std::uint32_t> widths;
  for (UInt32 i = 0; i < buffers->mNumberBuffers && offsetof(AudioBufferList, mBuffers) + (i + 1) * sizeof(AudioBuffer) <= size; ++i)
    widths.push_back(buffers->mBuffers[i].mNumberChannels);
  return widths;
}

std::optional<SampleFormat> format_of(const AudioStreamBasicDescription& f) {
  const bool is_ours = f.mFormatID == kAudioFormatLinearPCM && (f.mFormatFlags & kAudioFormatFlagIsBigEndian) == 0;
  if (!is_ours || f.mChannelsPerFrame == 0) return std::nullopt;
  const bool planar = (f.mFormatFlags & kAudioFormatFlagIsNonInterleaved) != 0;
  const std::uint32_t bytes = f.mBytesPerFrame / (planar ? 1 : f.mChannelsPerFrame);
  if ((f.mFormatFlags & kAudioFormatFlagIsFloat) != 0) {
    if (bytes == 4) return SampleFormat::f32;
    return bytes == 8 ? std::optional(SampleFormat::f64) : std::nullopt;
  }
  if ((f.mFormatFlags & kAudioFormatFlagIsSignedInteger) == 0) return std::nullopt;
  switch (bytes) {
    case 2: return SampleFormat::s16;
    case 3: return SampleFormat::s24_3;
    case 4: return f.mBitsPerChannel == 24 && (f.mFormatFlags & kAudioFormatFlagIsAlignedHigh) == 0 ? SampleFormat::s24 : SampleFormat::s32;
    default: return std::nullopt;
  }
}

}  // namespace

DeviceError read_layout(AudioObjectID device, bool output, Layout& out) {
  out.clear();
  const std::vector<std::uint32_t> widths = buffer_widths(device, output);
  const auto streams = list<AudioStreamID>(device, at(kAudioDevicePropertyStreams, output ? kOut : kIn));
  for (std::size_t i = 0; i < widths.size(); ++i) {
    AudioStreamBasicDescription form{};
    const OSStatus status = i < streams.size() ? read(streams[i], at(kAudioStreamPropertyVirtualFormat), form) : OSStatus{kAudioHardwareBadStreamError};
    if (status != kAudioHardwareNoError) return call_error(name_of(device), "tell the format of", status);
    const std::optional<SampleFormat> format = format_of(form);
    if (!format)
      return {DeviceFault::unsupported, name_of(device) + " has a stream of " + code_of(static_cast<OSStatus>(form.mFormatID)) +
                                            " samples that are no linear PCM of this machine: choose another format in Audio MIDI Setup"};
    out.push_back({widths[i], *format});
  }
  return {};
}

std::uint32_t channels_of(const Layout& layout) noexcept {
  std::uint32_t sum = 0;
  for (const BufferShape& buffer : layout) sum += buffer.channels;
  return sum;
}

std::uint32_t count_channels(AudioObjectID device, bool output) {
  std::uint32_t sum = 0;
  for (const std::uint32_t width : buffer_widths(device, output)) sum += width;
  return sum;
}

ChannelPlace place_of(const Layout& layout, std::uint32_t channel) noexcept {
  ChannelPlace place{0, channel};
  while (place.channel >= layout[place.buffer].channels) place.channel -= layout[place.buffer++].channels;
  return place;
}

}  // namespace busbar::coreaudio
