// Samples between the device's memory and planar doubles. In: ALSA's description of where each channel lies, which
// serves interleaved and non-interleaved memory alike. Invariant: no allocation; `offset` and `frames` lie in the areas.
#pragma once

#include <cstdint>

#include "devices/alsa/library.h"
#include "devices/sample_format.h"

namespace busbar::alsa {

/// to[channel] + at gets `frames` frames of each channel, from frame `offset` of the areas on.
void from_areas(SampleFormat format, const ChannelArea* areas, Frames offset, double* const* to, std::uint32_t at,
                std::uint32_t channels, std::uint32_t frames) noexcept;

/// The other way round; a null `from` is silence.
void to_areas(SampleFormat format, const double* const* from, std::uint32_t at, const ChannelArea* areas, Frames offset,
              std::uint32_t channels, std::uint32_t frames) noexcept;

int alsa_format(SampleFormat format) noexcept;

/// The config's word for a format.
const char* format_name(SampleFormat format) noexcept;

}  // namespace busbar::alsa
