#include "devices/sample_format.h"

#include <algorithm>
#include <bit>
#include <cfloat>
#include <cmath>
#include <cstring>
#include <iterator>

static_assert(std::endian::native == std::endian::little, "PCM is read and written in place");

namespace busbar {
namespace {

struct Format {
  std::string_view name;
  std::uint32_t bytes;
  double scale;
};

constexpr Format kFormats[] = {{"u8", 1, 128},        {"s16", 2, 32768},       {"s24", 4, 8388608}, {"s24_3", 3, 8388608},
                               {"s32", 4, 2147483648}, {"f32", 4, 0}, {"f64", 8, 0}};

const Format& row(SampleFormat format) noexcept { return kFormats[static_cast<std::size_t>(format)]; }

template <class T>
T load(const std::byte* at) noexcept {
  T value;
  std::memcpy(&value, at, sizeof(T));
  return value;
}

template <class T>
void store(std::byte* at, T value) noexcept {
  std::memcpy(at, &value, sizeof(T));
}

std::int32_t sign_extend_24(std::uint32_t low) noexcept { return static_cast<std::int32_t>(low << 8) >> 8; }

std::uint32_t load_24(const std::byte* at) noexcept {
  return static_cast<std::uint32_t>(at[0]) | static_cast<std::uint32_t>(at[1]) << 8 | static_cast<std::uint32_t>(at[2]) << 16;
}

/// nearbyint rounds half to even, as nobody changes the rounding mode.
template <SampleFormat F>
std::int32_t quantise(double sample) noexcept {
  constexpr double scale = kFormats[static_cast<std::size_t>(F)].scale;
  return static_cast<std::int32_t>(std::nearbyint(std::clamp(sample * scale, -scale, scale - 1)));
}

template <SampleFormat F>
double read_one(const std::byte* at) noexcept {
  constexpr double scale = kFormats[static_cast<std::size_t>(F)].scale;
  if constexpr (F == SampleFormat::u8) return (load<std::uint8_t>(at) - 128) / scale;
  else if constexpr (F == SampleFormat::s16) return load<std::int16_t>(at) / scale;
  else if constexpr (F == SampleFormat::s24) return sign_extend_24(load<std::uint32_t>(at)) / scale;
  else if constexpr (F == SampleFormat::s24_3) return sign_extend_24(load_24(at)) / scale;
  else if constexpr (F == SampleFormat::s32) return load<std::int32_t>(at) / scale;
  else if constexpr (F == SampleFormat::f32) return load<float>(at);
  else return load<double>(at);
}

template <SampleFormat F>
void write_one(std::byte* at, double sample) noexcept {
  if constexpr (F == SampleFormat::f64) store(at, sample);
  else if constexpr (F == SampleFormat::f32) store(at, static_cast<float>(std::clamp<double>(sample, -FLT_MAX, FLT_MAX)));
  else {
    const std::int32_t value = quantise<F>(sample);
    if constexpr (F == SampleFormat::u8) store(at, static_cast<std::uint8_t>(value + 128));
    else if constexpr (F == SampleFormat::s16) store(at, static_cast<std::int16_t>(value));
    else if constexpr (F == SampleFormat::s24_3) std::memcpy(at, &value, 3);
    else store(at, value);
  }
}

template <SampleFormat F>
void decode_all(const std::byte* from, std::size_t stride, double* to, std::uint32_t frames) noexcept {
  for (std::uint32_t i = 0; i < frames; ++i) to[i] = read_one<F>(from + i * stride);
}

template <SampleFormat F>
void encode_all(const double* from, std::byte* to, std::size_t stride, std::uint32_t frames) noexcept {
  for (std::uint32_t i = 0; i < frames; ++i) write_one<F>(to + i * stride, from[i]);
}

}  // namespace

bool parse_format(std::string_view name, SampleFormat& out) noexcept {
  const auto* found = std::find_if(std::begin(kFormats), std::end(kFormats), [&](const Format& f) { return f.name == name; });
  out = static_cast<SampleFormat>(found - std::begin(kFormats));
  return found != std::end(kFormats);
}

std::uint32_t bytes_per_sample(SampleFormat format) noexcept { return row(format).bytes; }

double integer_scale(SampleFormat format) noexcept { return row(format).scale; }

void decode(SampleFormat format, const std::byte* from, std::size_t stride, double* to, std::uint32_t frames) noexcept {
  switch (format) {
    case SampleFormat::u8: return decode_all<SampleFormat::u8>(from, stride, to, frames);
    case SampleFormat::s16: return decode_all<SampleFormat::s16>(from, stride, to, frames);
    case SampleFormat::s24: return decode_all<SampleFormat::s24>(from, stride, to, frames);
    case SampleFormat::s24_3: return decode_all<SampleFormat::s24_3>(from, stride, to, frames);
    case SampleFormat::s32: return decode_all<SampleFormat::s32>(from, stride, to, frames);
    case SampleFormat::f32: return decode_all<SampleFormat::f32>(from, stride, to, frames);
    case SampleFormat::f64: return decode_all<SampleFormat::f64>(from, stride, to, frames);
  }
}

void encode(SampleFormat format, const double* from, std::byte* to, std::size_t stride, std::uint32_t frames) noexcept {
  switch (format) {
    case SampleFormat::u8: return encode_all<SampleFormat::u8>(from, to, stride, frames);
    case SampleFormat::s16: return encode_all<SampleFormat::s16>(from, to, stride, frames);
    case SampleFormat::s24: return encode_all<SampleFormat::s24>(from, to, stride, frames);
    case SampleFormat::s24_3: return encode_all<SampleFormat::s24_3>(from, to, stride, frames);
    case SampleFormat::s32: return encode_all<SampleFormat::s32>(from, to, stride, frames);
    case SampleFormat::f32: return encode_all<SampleFormat::f32>(from, to, stride, frames);
    case SampleFormat::f64: return encode_all<SampleFormat::f64>(from, to, stride, frames);
  }
}

}  // namespace busbar
