#include "dsp/direct_fir.h"

#include "simd/simd.h"

namespace busbar {

void convolve(const double* taps, std::uint32_t count, const double* in, double* out, std::uint32_t frames) noexcept {
  simd().convolve(taps, count, in, out, frames);
}

}  // namespace busbar
