// fir: every channel through a finite impulse response, without latency. One row of taps serves every channel, n rows
// serve n. The spectra of the taps belong to the kernel, the input history to the state: its form depends on the
// channels and the number of taps, never on their values.
#include "dsp/convolver.h"
#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

/// Empty where neither `file` nor `taps` is given.
BlobView taps_of(const KernelSetup& setup) {
  const auto& p = setup.params<params::Fir>();
  return setup.blob(p.file >= 0 ? p.file : p.taps);
}

/// The state: one stream per channel, an array of pointers.
class FirKernel final : public KernelOf<ConvolverStream*> {
 public:
  FirKernel(const KernelSetup& setup, const BlobView& taps)
      : KernelOf(setup),
        channels_(setup.writes),
        stagger_(static_cast<std::uint32_t>(setup.parts[0].state_key & 0xffff)),
        shared_(taps.rows == 1),
        convolver_(taps.data, taps.rows, taps.columns) {}

  void process(const Block& b) noexcept override {
    ConvolverStream** streams = &state(0);
    for (std::uint32_t c = 0; c < channels_; ++c)
      convolver_.process(*streams[c], shared_ ? 0 : c, b.in[c], b.out[c], b.frames, b.frame, stagger_ + c);
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
  bool shared_;  ///< one row serves all
  Convolver convolver_;
};

}  // namespace

std::unique_ptr<Kernel> make_fir(const KernelSetup& setup) {
  const BlobView taps = taps_of(setup);
  if (taps.rows != 1 && taps.rows != setup.writes) return nullptr;
  return std::make_unique<FirKernel>(setup, taps);
}

}  // namespace busbar
