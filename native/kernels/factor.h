// Steps that multiply every channel by one factor (gain, mute, polarity). In: a function from params to the factor,
// which `native/kernels/<type>.cpp` defines as `factor_<type>`. Out: one kernel for all of them, and the same as parts of
// cascades. The factor glides on live changes; at rest on 1 samples pass bit for bit, at rest on 0 the output is silence
// whatever the input holds.
#pragma once

#include <algorithm>

#include "dsp/ramp.h"
#include "kernels/kernel.h"
#include "simd/simd.h"

namespace busbar {

/// The same whatever the channels, so that it fits wherever the step stands.
struct FactorState {
  Ramp factor;
};

using FactorFunction = double (*)(const double* params) noexcept;

/// The factor of a type; null for other kernels.
FactorFunction factor_function(KernelId type) noexcept;

std::unique_ptr<Kernel> make_factor(const KernelSetup& setup);

/// `in` and `out` may be the same.
inline void run_factor(Ramp& factor, const double* const* in, double* const* out, std::uint32_t channels,
                       std::uint32_t frames) noexcept {
  std::uint32_t i = 0;
  for (; i < frames && factor.moving(); ++i) {
    const double g = factor.next();
    for (std::uint32_t c = 0; c < channels; ++c) out[c][i] = in[c][i] * g;
  }
  const double g = factor.target();
  for (std::uint32_t c = 0; c < channels; ++c) {
    if (g == 0) std::fill(out[c] + i, out[c] + frames, 0.0);
    else simd().times(in[c] + i, g, out[c] + i, frames - i);
  }
}

}  // namespace busbar
