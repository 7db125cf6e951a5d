// Samples as a stream's bytes. In: planar doubles and a format. Out: the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "hal.h"

namespace hal {

std::uint32_t bytes_of(Sample format);
void write_sample(Sample format, double value, std::byte* to);
double read_sample(Sample format, const std::byte* from);

}  // namespace hal
