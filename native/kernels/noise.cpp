// noise: normally distributed samples, white or pink, each channel its own stream drawn from the state key, so that
// every run of a plan makes the same noise. Level is RMS, a factor of 1 being 0 dBFS.
#include "dsp/decibels.h"
#include "dsp/pink_filter.h"
#include "dsp/ramp.h"
#include "dsp/random.h"
#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

struct ChannelState {
  Random random;
  PinkState pink;
};

struct NoiseState {
  Ramp factor;
  ChannelState* channels = nullptr;
};

double factor_of(const params::Noise& p) noexcept { return from_db(p.level_dbfs); }

class NoiseKernel final : public KernelOf<NoiseState> {
 public:
  explicit NoiseKernel(const KernelSetup& setup)
      : KernelOf(setup),
        channels_(setup.writes),
        glide_(glide_frames(setup.rate_hz)),
        seed_(setup.parts[0].state_key),
        start_(factor_of(setup.params<params::Noise>())),
        is_pink_(setup.params<params::Noise>().colour == static_cast<int>(params::Noise::Colour::kPink)),
        pink_(setup.rate_hz) {}

  void process(const Block& b) noexcept override {
    NoiseState& s = state(0);
    for (std::uint32_t i = 0; i < b.frames; ++i) {
      const double factor = s.factor.next();
      for (std::uint32_t c = 0; c < channels_; ++c) {
        const double white = s.channels[c].random.normal();
        b.out[c][i] = factor * (is_pink_ ? pink_.step(s.channels[c].pink, white) : white);
      }
    }
  }

  void update(std::uint32_t, const double* params) noexcept override {
    state(0).factor.glide(factor_of(*reinterpret_cast<const params::Noise*>(params)), glide_);
  }

  void reset(std::uint32_t) noexcept override {
    state(0).factor.jump(state(0).factor.target());
    seed(state(0).channels);
  }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override {
    auto* s = carver.take<NoiseState>(1);
    auto* channels = carver.take<ChannelState>(channels_);
    if (s) {
      s->factor.jump(start_);
      s->channels = channels;
      seed(channels);
    }
    return s;
  }

 private:
  void seed(ChannelState* channels) const noexcept {
    for (std::uint32_t c = 0; c < channels_; ++c) {
      channels[c] = {};
      channels[c].random.seed(seed_, c);
    }
  }

  std::uint32_t channels_;
  std::uint32_t glide_;
  std::uint64_t seed_;
  double start_;
  bool is_pink_;
  PinkFilter pink_;
};

}  // namespace

std::unique_ptr<Kernel> make_noise(const KernelSetup& setup) { return std::make_unique<NoiseKernel>(setup); }

}  // namespace busbar
