// bypass: reads dry then wet, n channels each; writes n. Fades between the two and is bit-exact at rest on either side.
#include <cstring>

#include "dsp/ramp.h"
#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

struct BypassState {
  Ramp wet;  ///< 0: dry, 1: wet
};

double wetness(const double* values) noexcept {
  return reinterpret_cast<const params::Bypass*>(values)->bypass != 0 ? 0.0 : 1.0;
}

class BypassKernel final : public KernelOf<BypassState> {
 public:
  explicit BypassKernel(const KernelSetup& setup)
      : KernelOf(setup), channels_(setup.writes), glide_(glide_frames(setup.rate_hz)), start_(wetness(setup.parts[0].params)) {}

  void process(const Block& b) noexcept override {
    Ramp& wet = state(0).wet;
    std::uint32_t i = 0;
    for (; i < b.frames && wet.moving(); ++i) {
      const double w = wet.next();
      for (std::uint32_t c = 0; c < channels_; ++c) {
        const double dry = b.in[c][i];
        b.out[c][i] = dry + w * (b.in[channels_ + c][i] - dry);
      }
    }
    const std::uint32_t half = wet.target() == 0 ? 0 : channels_;
    for (std::uint32_t c = 0; c < channels_; ++c) {
      const double* in = b.in[half + c];
      if (b.out[c] != in && i < b.frames) std::memcpy(b.out[c] + i, in + i, (b.frames - i) * sizeof(double));
    }
  }

  void update(std::uint32_t, const double* values) noexcept override { state(0).wet.glide(wetness(values), glide_); }
  void reset(std::uint32_t) noexcept override { state(0).wet.jump(state(0).wet.target()); }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override {
    auto* s = carver.take<BypassState>(1);
    if (s) s->wet.jump(start_);
    return s;
  }

 private:
  std::uint32_t channels_;
  std::uint32_t glide_;
  double start_;
};

}  // namespace

std::unique_ptr<Kernel> make_bypass(const KernelSetup& setup) { return std::make_unique<BypassKernel>(setup); }

}  // namespace busbar
