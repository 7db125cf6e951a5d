// dither: adds triangular noise two steps wide of a word length, each channel its own; what rounds is the device edge.
// S. Lipshitz, R. Wannamaker, J. Vanderkooy, "Quantization and dither: a theoretical survey", JAES 40 (1992), p. 355-375.
#include <cmath>

#include "dsp/random.h"
#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

class DitherKernel final : public KernelOf<Random> {
 public:
  explicit DitherKernel(const KernelSetup& setup)
      : KernelOf(setup),
        channels_(setup.writes),
        seed_(setup.parts[0].state_key),
        step_(std::ldexp(1.0, 1 - static_cast<int>(setup.params<params::Dither>().bits))) {}

  void process(const Block& b) noexcept override {
    for (std::uint32_t c = 0; c < channels_; ++c) {
      Random random = (&state(0))[c];
      for (std::uint32_t i = 0; i < b.frames; ++i) b.out[c][i] = b.in[c][i] + step_ * random.triangular();
      (&state(0))[c] = random;
    }
  }

  void reset(std::uint32_t) noexcept override { seed(&state(0)); }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override {
    auto* s = carver.take<Random>(channels_);
    if (s) seed(s);
    return s;
  }

 private:
  void seed(Random* channels) const noexcept {
    for (std::uint32_t c = 0; c < channels_; ++c) channels[c].seed(seed_, c);
  }

  std::uint32_t channels_;
  std::uint64_t seed_;
  double step_;  ///< one step of the word length, full scale being 1
};

}  // namespace

std::unique_ptr<Kernel> make_dither(const KernelSetup& setup) { return std::make_unique<DitherKernel>(setup); }

}  // namespace busbar
