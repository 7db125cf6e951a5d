#include "devices/alsa/convert.h"

#include <algorithm>
#include <cstddef>

namespace busbar::alsa {
namespace {

struct Names {
  PcmFormat alsa;
  const char* word;
};

/// In the order of SampleFormat.
constexpr Names kNames[] = {{kU8, "u8"},   {kS16, "s16"},   {kS24, "s24"}, {kS24_3, "s24_3"},
                            {kS32, "s32"}, {kFloat, "f32"}, {kFloat64, "f64"}};

constexpr std::uint32_t kSilentFrames = 64;
constexpr double kSilence[kSilentFrames] = {};

std::byte* first_of(const ChannelArea& area, Frames offset) noexcept {
  return static_cast<std::byte*>(area.addr) + (area.first + offset * area.step) / 8;
}

}  // namespace

void from_areas(SampleFormat format, const ChannelArea* areas, Frames offset, double* const* to, std::uint32_t at,
                std::uint32_t channels, std::uint32_t frames) noexcept {
  for (std::uint32_t c = 0; c < channels; ++c)
    decode(format, first_of(areas[c], offset), areas[c].step / 8, to[c] + at, frames);
}

void to_areas(SampleFormat format, const double* const* from, std::uint32_t at, const ChannelArea* areas, Frames offset,
              std::uint32_t channels, std::uint32_t frames) noexcept {
  for (std::uint32_t c = 0; c < channels; ++c) {
    if (from != nullptr) {
      encode(format, from[c] + at, first_of(areas[c], offset), areas[c].step / 8, frames);
      continue;
    }
    for (std::uint32_t done = 0; done < frames; done += kSilentFrames)
      encode(format, kSilence, first_of(areas[c], offset + done), areas[c].step / 8, std::min(kSilentFrames, frames - done));
  }
}

int alsa_format(SampleFormat format) noexcept { return kNames[static_cast<std::size_t>(format)].alsa; }

const char* format_name(SampleFormat format) noexcept { return kNames[static_cast<std::size_t>(format)].word; }

}  // namespace busbar::alsa
