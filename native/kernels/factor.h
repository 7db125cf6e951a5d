// Steps that multiply every channel by one factor (gain, mute, polarity). In: a function from params to the factor,
// which `native/kernels/<type>.cpp` defines as `factor_<type>`. Out: what they do by themselves and in mixes (kernels/blend.h),
// and the same as parts of cascades. The factor glides on live changes; at rest on 1 samples pass bit for bit, at rest on 0
// the output is silence whatever the input holds.
#pragma once

#include <algorithm>

#include "dsp/ramp.h"
#include "kernels/blend.h"
#include "simd/simd.h"

namespace busbar {

/// The same whatever the channels, so that it fits wherever the step stands.
struct FactorState {
  Ramp factor;
};

using FactorFunction = double (*)(const double* params) noexcept;

/// The factor of a type; null for other kernels.
FactorFunction factor_function(KernelId type) noexcept;

/// At rest. `out` may be `in`.
inline void weigh(const double* in, double weight, double* out, std::uint32_t frames) noexcept {
  if (weight == 0) std::fill_n(out, frames, 0.0);
  else simd().times(in, weight, out, frames);
}

/// `in` and `out` may be the same.
inline void run_factor(Ramp& factor, const double* const* in, double* const* out, std::uint32_t channels,
                       std::uint32_t frames) noexcept {
  std::uint32_t i = 0;
  for (; i < frames && factor.moving(); ++i) {
    const double g = factor.next();
    for (std::uint32_t c = 0; c < channels; ++c) out[c][i] = in[c][i] * g;
  }
  for (std::uint32_t c = 0; c < channels; ++c) weigh(in[c] + i, factor.target(), out[c] + i, frames - i);
}

/// A factor as what it is among the steps that weigh channels.
template <FactorFunction factor>
class FactorBlend final : public Blend {
 public:
  std::uint32_t outputs(std::uint32_t inputs) const noexcept override { return inputs; }
  void* lay_out(Carver& carver, const double* params) const override {
    auto* s = carver.take<FactorState>(1);
    if (s) s->factor.jump(factor(params));
    return s;
  }
  void glide(void* state, const double* params, std::uint32_t frames) const noexcept override {
    of(state).glide(factor(params), frames);
  }
  void finish(void* state) const noexcept override { of(state).jump(of(state).target()); }
  bool moving(const void* state) const noexcept override { return of(state).moving(); }
  void run(void* state, const double* const* in, std::uint32_t inputs, double* const* out, std::uint32_t frames) const noexcept override {
    run_factor(of(state), in, out, inputs, frames);
  }
  std::optional<double> weight(const void* state, std::uint32_t) const noexcept override { return of(state).target(); }

 private:
  static Ramp& of(void* state) noexcept { return static_cast<FactorState*>(state)->factor; }
  static const Ramp& of(const void* state) noexcept { return static_cast<const FactorState*>(state)->factor; }
};

}  // namespace busbar
