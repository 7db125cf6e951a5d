// Samples as bytes and as doubles. In: interleaved bytes of a format, little-endian; or planar doubles with 1 as full
// scale. Out: the other. Invariant: every integer value of every format survives bytes -> double -> bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace busbar {

/// s24: four bytes, the value in the low three. s24_3: three bytes.
enum class SampleFormat : std::uint8_t { u8, s16, s24, s24_3, s32, f32, f64 };

/// False for a name that is none.
bool parse_format(std::string_view name, SampleFormat& out) noexcept;

std::uint32_t bytes_per_sample(SampleFormat format) noexcept;

/// Full scale as an integer (32768 for s16); 0 for floating-point formats, which do not clip.
double integer_scale(SampleFormat format) noexcept;

/// One channel out of `frames` interleaved frames: `from` is the channel's first byte, `stride` the bytes of a frame.
void decode(SampleFormat format, const std::byte* from, std::size_t stride, double* to, std::uint32_t frames) noexcept;

/// One channel into interleaved frames. Integers: clips, then rounds half to even. All samples must be finite.
void encode(SampleFormat format, const double* from, std::byte* to, std::size_t stride, std::uint32_t frames) noexcept;

}  // namespace busbar
