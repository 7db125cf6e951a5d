// gain: every channel times one factor, which glides on live changes.
#include <algorithm>

#include "dsp/decibels.h"
#include "dsp/ramp.h"
#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

struct GainState {
  Ramp factor;
};

double factor_of(const params::Gain& p) noexcept { return from_db(std::min(p.gain_db, p.max_db)); }

class GainKernel final : public KernelOf<GainState> {
 public:
  explicit GainKernel(const KernelSetup& setup)
      : KernelOf(setup), channels_(setup.writes), glide_(glide_frames(setup.rate_hz)), start_(factor_of(setup.params<params::Gain>())) {}

  void process(const Block& b) noexcept override {
    Ramp& factor = state(0).factor;
    std::uint32_t i = 0;
    for (; i < b.frames && factor.moving(); ++i) {
      const double g = factor.next();
      for (std::uint32_t c = 0; c < channels_; ++c) b.out[c][i] = b.in[c][i] * g;
    }
    const double g = factor.target();
    for (std::uint32_t c = 0; c < channels_; ++c)
      for (std::uint32_t k = i; k < b.frames; ++k) b.out[c][k] = b.in[c][k] * g;
  }

  void update(std::uint32_t, const double* params) noexcept override {
    state(0).factor.glide(factor_of(*reinterpret_cast<const params::Gain*>(params)), glide_);
  }

  void reset(std::uint32_t) noexcept override { state(0).factor.jump(state(0).factor.target()); }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override {
    auto* s = carver.take<GainState>(1);
    if (s) s->factor.jump(start_);
    return s;
  }

 private:
  std::uint32_t channels_;
  std::uint32_t glide_;
  double start_;
};

}  // namespace

std::unique_ptr<Kernel> make_gain(const KernelSetup& setup) { return std::make_unique<GainKernel>(setup); }

}  // namespace busbar
