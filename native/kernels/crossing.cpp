// crossing: n channels over a clock crossing. With ideal clocks (offline) it is its constant delay and nothing else.
#include "dsp/delay_line.h"
#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

class CrossingKernel final : public KernelOf<DelayLine> {
 public:
  explicit CrossingKernel(const KernelSetup& setup)
      : KernelOf(setup), channels_(setup.writes), delay_(static_cast<std::uint32_t>(setup.params<params::Crossing>().delay)) {}

  void process(const Block& b) noexcept override {
    DelayLine* lines = &state(0);
    for (std::uint32_t c = 0; c < channels_; ++c) lines[c].process(b.in[c], b.out[c], b.frames);
  }
  void reset(std::uint32_t) noexcept override {
    for (std::uint32_t c = 0; c < channels_; ++c) (&state(0))[c].clear();
  }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override {
    auto* lines = carver.take<DelayLine>(channels_);
    for (std::uint32_t c = 0; c < channels_; ++c) {
      auto* ring = carver.take<double>(delay_);
      if (lines) lines[c] = DelayLine(ring, delay_);
    }
    return lines;
  }

 private:
  std::uint32_t channels_;
  std::uint32_t delay_;
};

}  // namespace

std::unique_ptr<Kernel> make_crossing(const KernelSetup& setup) { return std::make_unique<CrossingKernel>(setup); }

}  // namespace busbar
