#include "devices/coreaudio/convert.h"

#include <algorithm>
#include <cstddef>

namespace busbar::coreaudio {
namespace {

/// The first sample of a lane; null: there is nothing.
std::byte* sample(const AudioBufferList* buffers, const Lane& lane, std::uint32_t first, std::uint32_t frames, std::size_t& stride) noexcept {
  if (buffers == nullptr || lane.buffer >= buffers->mNumberBuffers) return nullptr;
  const AudioBuffer& buffer = buffers->mBuffers[lane.buffer];
  const std::size_t width = bytes_per_sample(lane.format);
  stride = width * buffer.mNumberChannels;
  const bool holds = buffer.mData != nullptr && lane.channel < buffer.mNumberChannels && (std::size_t{first} + frames) * stride <= buffer.mDataByteSize;
  return holds ? static_cast<std::byte*>(buffer.mData) + first * stride + lane.channel * width : nullptr;
}

}  // namespace

std::uint32_t frames_of(const AudioBufferList* buffers, const Layout& layout) noexcept {
  if (buffers == nullptr) return 0;
  for (std::uint32_t i = 0; i < buffers->mNumberBuffers && i < layout.size(); ++i) {
    const AudioBuffer& buffer = buffers->mBuffers[i];
    const std::uint32_t frame = buffer.mNumberChannels * bytes_per_sample(layout[i].format);
    // A stream that is off has a size as well, or none.
    if (frame != 0 && buffer.mDataByteSize != 0) return buffer.mDataByteSize / frame;
  }
  return 0;
}

void from_buffers(const AudioBufferList* buffers, const Lanes& lanes, std::uint32_t first, double* const* to, std::uint32_t frames) noexcept {
  for (std::size_t c = 0; c < lanes.size(); ++c) {
    std::size_t stride = 0;
    const std::byte* const from = sample(buffers, lanes[c], first, frames, stride);
    if (from == nullptr) std::fill_n(to[c], frames, 0.0);
    else decode(lanes[c].format, from, stride, to[c], frames);
  }
}

void to_buffers(const double* const* from, const Lanes& lanes, std::uint32_t first, AudioBufferList* buffers, std::uint32_t frames) noexcept {
  for (std::size_t c = 0; c < lanes.size(); ++c) {
    std::size_t stride = 0;
    if (std::byte* const to = sample(buffers, lanes[c], first, frames, stride)) encode(lanes[c].format, from[c], to, stride, frames);
  }
}

}  // namespace busbar::coreaudio
