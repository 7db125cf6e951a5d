// Little-endian, as the formats that streams offer.
#include "hal/samples.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace hal {
namespace {

double scale_of(Sample format) { return format == Sample::s16 ? 32768.0 : format == Sample::s24 ? 8388608.0 : 2147483648.0; }

}  // namespace

std::uint32_t bytes_of(Sample format) { return format == Sample::s16 ? 2 : format == Sample::s24 ? 3 : 4; }

void write_sample(Sample format, double value, std::byte* to) {
  if (format == Sample::f32) {
    const auto single = static_cast<float>(value);
    std::memcpy(to, &single, sizeof single);
    return;
  }
  const double scale = scale_of(format);
  const auto whole = static_cast<std::int32_t>(std::clamp(std::nearbyint(value * scale), -scale, scale - 1));
  std::memcpy(to, &whole, bytes_of(format));
}

double read_sample(Sample format, const std::byte* from) {
  if (format == Sample::f32) {
    float single = 0;
    std::memcpy(&single, from, sizeof single);
    return single;
  }
  const std::uint32_t bytes = bytes_of(format);
  std::uint32_t raw = 0;
  std::memcpy(&raw, from, bytes);
  // The sign is in the top byte that came.
  const int shift = 32 - 8 * static_cast<int>(bytes);
  return (static_cast<std::int32_t>(raw << shift) >> shift) / scale_of(format);
}

}  // namespace hal
