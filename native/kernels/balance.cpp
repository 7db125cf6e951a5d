// balance: two channels, the side turned away from gets softer. At the centre samples pass bit for bit.
#include "dsp/pan_law.h"
#include "dsp/ramp.h"
#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

struct BalanceState {
  Ramp left, right;
};

StereoFactors factors_of(const double* params) noexcept {
  return balance_law(reinterpret_cast<const params::Balance*>(params)->balance_percent / 100);
}

class BalanceKernel final : public KernelOf<BalanceState> {
 public:
  explicit BalanceKernel(const KernelSetup& setup)
      : KernelOf(setup), glide_(glide_frames(setup.rate_hz)), start_(factors_of(setup.parts[0].params)) {}

  void process(const Block& b) noexcept override {
    scale(state(0).left, b.in[0], b.out[0], b.frames);
    scale(state(0).right, b.in[1], b.out[1], b.frames);
  }

  void update(std::uint32_t, const double* params) noexcept override {
    const StereoFactors to = factors_of(params);
    state(0).left.glide(to.left, glide_);
    state(0).right.glide(to.right, glide_);
  }

  void reset(std::uint32_t) noexcept override {
    for (Ramp* r : {&state(0).left, &state(0).right}) r->jump(r->target());
  }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override {
    auto* s = carver.take<BalanceState>(1);
    if (s) {
      s->left.jump(start_.left);
      s->right.jump(start_.right);
    }
    return s;
  }

 private:
  static void scale(Ramp& factor, const double* in, double* out, std::uint32_t frames) noexcept {
    std::uint32_t i = 0;
    for (; i < frames && factor.moving(); ++i) out[i] = in[i] * factor.next();
    const double rest = factor.target();
    for (; i < frames; ++i) out[i] = in[i] * rest;
  }

  std::uint32_t glide_;
  StereoFactors start_;
};

}  // namespace

std::unique_ptr<Kernel> make_balance(const KernelSetup& setup) { return std::make_unique<BalanceKernel>(setup); }

}  // namespace busbar
