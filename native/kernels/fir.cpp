// fir: every channel through a finite impulse response, without latency. One row of taps serves every channel, n rows
// serve n. The spectra of the taps belong to the kernel, the input history to the state: its form depends on the
// channels and the number of taps, never on their values.
#include <algorithm>

#include "dsp/convolver.h"
#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

Convolver convolver_of(const KernelSetup& setup) {
  const auto& p = setup.params<params::Fir>();
  const BlobView taps = setup.blob(p.file >= 0 ? p.file : p.taps);
  static constexpr double kSilence = 0;
  if (taps.rows == 0 || taps.columns == 0) return Convolver(&kSilence, 1, 1);
  return Convolver(taps.data, taps.rows, taps.columns);
}

/// The state: one stream per channel, an array of pointers.
class FirKernel final : public KernelOf<ConvolverStream*> {
 public:
  explicit FirKernel(const KernelSetup& setup)
      : KernelOf(setup),
        channels_(setup.writes),
        stagger_(static_cast<std::uint32_t>(setup.parts[0].state_key & 0xffff)),
        convolver_(convolver_of(setup)) {}

  void process(const Block& b) noexcept override {
    const std::uint32_t last = convolver_.rows() - 1;
    ConvolverStream** streams = &state(0);
    for (std::uint32_t c = 0; c < channels_; ++c)
      convolver_.process(*streams[c], std::min(c, last), b.in[c], b.out[c], b.frames, b.frame, stagger_ + c);
  }

  void reset(std::uint32_t) noexcept override {
    ConvolverStream** streams = &state(0);
    for (std::uint32_t c = 0; c < channels_; ++c) convolver_.clear(*streams[c]);
  }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override {
    auto** streams = carver.take<ConvolverStream*>(channels_);
    for (std::uint32_t c = 0; c < channels_; ++c) {
      ConvolverStream* stream = convolver_.lay_out(carver);
      if (streams) streams[c] = stream;
    }
    return streams;
  }

 private:
  std::uint32_t channels_;
  std::uint32_t stagger_;
  Convolver convolver_;
};

}  // namespace

std::unique_ptr<Kernel> make_fir(const KernelSetup& setup) { return std::make_unique<FirKernel>(setup); }

}  // namespace busbar
