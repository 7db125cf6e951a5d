// Steps that multiply every channel by one factor (gain, mute, polarity). In: a function from params to the factor.
// Out: a kernel. The factor glides on live changes; at rest on 1 samples pass bit for bit, at rest on 0 the output
// is silence whatever the input holds.
#pragma once

#include <algorithm>

#include "dsp/ramp.h"
#include "kernels/kernel.h"

namespace busbar {

struct FactorState {
  Ramp factor;
};

template <class Params, double (*FactorOf)(const Params&) noexcept>
class FactorKernel final : public KernelOf<FactorState> {
 public:
  explicit FactorKernel(const KernelSetup& setup)
      : KernelOf(setup), channels_(setup.writes), glide_(glide_frames(setup.rate_hz)), start_(FactorOf(setup.params<Params>())) {}

  void process(const Block& b) noexcept override {
    Ramp& factor = state(0).factor;
    std::uint32_t i = 0;
    for (; i < b.frames && factor.moving(); ++i) {
      const double g = factor.next();
      for (std::uint32_t c = 0; c < channels_; ++c) b.out[c][i] = b.in[c][i] * g;
    }
    const double g = factor.target();
    for (std::uint32_t c = 0; c < channels_; ++c) {
      if (g == 0) std::fill(b.out[c] + i, b.out[c] + b.frames, 0.0);
      else for (std::uint32_t k = i; k < b.frames; ++k) b.out[c][k] = b.in[c][k] * g;
    }
  }

  void update(std::uint32_t, const double* params) noexcept override {
    state(0).factor.glide(FactorOf(*reinterpret_cast<const Params*>(params)), glide_);
  }

  void reset(std::uint32_t) noexcept override { state(0).factor.jump(state(0).factor.target()); }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override {
    auto* s = carver.take<FactorState>(1);
    if (s) s->factor.jump(start_);
    return s;
  }

 private:
  std::uint32_t channels_;
  std::uint32_t glide_;
  double start_;
};

}  // namespace busbar
