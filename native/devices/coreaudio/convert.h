// Samples between a buffer list of the HAL and planar doubles. In: where each of our channels lies. Out: as many frames as are
// asked for. Invariants: no allocation; a buffer that has no memory, or fewer frames, is silence and is not written.
#pragma once

#include <CoreAudio/CoreAudio.h>

#include <cstdint>
#include <vector>

#include "devices/coreaudio/layout.h"

namespace busbar::coreaudio {

/// One of our channels in the device's buffers.
struct Lane {
  std::uint32_t buffer = 0, channel = 0;
  SampleFormat format = SampleFormat::f32;
};
using Lanes = std::vector<Lane>;

/// Frames that the buffers hold; 0: none, or none that we know.
std::uint32_t frames_of(const AudioBufferList* buffers, const Layout& layout) noexcept;

/// to[channel] gets frames `first` to `first + frames`.
void from_buffers(const AudioBufferList* buffers, const Lanes& lanes, std::uint32_t first, double* const* to, std::uint32_t frames) noexcept;
void to_buffers(const double* const* from, const Lanes& lanes, std::uint32_t first, AudioBufferList* buffers, std::uint32_t frames) noexcept;

}  // namespace busbar::coreaudio
