// pan: one channel in, two out. The position glides, not the factors, so that power stays constant on the way.
#include "dsp/pan_law.h"
#include "dsp/ramp.h"
#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

struct PanState {
  Ramp position;
};

double position_of(const params::Pan& p) noexcept { return p.pan_percent / 100; }

class PanKernel final : public KernelOf<PanState> {
 public:
  explicit PanKernel(const KernelSetup& setup)
      : KernelOf(setup), glide_(glide_frames(setup.rate_hz)), start_(position_of(setup.params<params::Pan>())) {}

  void process(const Block& b) noexcept override {
    Ramp& position = state(0).position;
    std::uint32_t i = 0;
    for (; i < b.frames && position.moving(); ++i) put(b, i, pan_law(position.next()));
    const StereoFactors rest = pan_law(position.target());
    for (; i < b.frames; ++i) put(b, i, rest);
  }

  void update(std::uint32_t, const double* params) noexcept override {
    state(0).position.glide(position_of(*reinterpret_cast<const params::Pan*>(params)), glide_);
  }

  void reset(std::uint32_t) noexcept override { state(0).position.jump(state(0).position.target()); }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override {
    auto* s = carver.take<PanState>(1);
    if (s) s->position.jump(start_);
    return s;
  }

 private:
  static void put(const Block& b, std::uint32_t i, const StereoFactors& f) noexcept {
    const double x = b.in[0][i];
    b.out[0][i] = x * f.left;
    b.out[1][i] = x * f.right;
  }

  std::uint32_t glide_;
  double start_;
};

}  // namespace

std::unique_ptr<Kernel> make_pan(const KernelSetup& setup) { return std::make_unique<PanKernel>(setup); }

}  // namespace busbar
