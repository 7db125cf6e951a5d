// align: one signal in, a part per tap, each one signal out, whole frames late. Every tap keeps a line of its own,
// so that a tap's state moves with its part when other taps come and go.
#include "dsp/delay_line.h"
#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

class AlignKernel final : public KernelOf<DelayLine> {
 public:
  explicit AlignKernel(const KernelSetup& setup) : KernelOf(setup) {
    taps_.reserve(setup.parts.size());
    for (std::size_t p = 0; p < setup.parts.size(); ++p) {
      const PartView& part = setup.parts[p];
      taps_.push_back({static_cast<std::uint32_t>(setup.params<params::Align>(p).delay), part.read_first, part.write_first});
    }
  }

  void process(const Block& b) noexcept override {
    for (std::uint32_t p = 0; p < part_count(); ++p) state(p).process(b.in[taps_[p].read], b.out[taps_[p].write], b.frames);
  }
  void reset(std::uint32_t part) noexcept override { state(part).clear(); }

 protected:
  void* lay_out(std::uint32_t part, Carver& carver) override {
    auto* line = carver.take<DelayLine>(1);
    auto* ring = carver.take<double>(taps_[part].frames);
    if (line) *line = DelayLine(ring, taps_[part].frames);
    return line;
  }

 private:
  struct Tap {
    std::uint32_t frames, read, write;
  };
  std::vector<Tap> taps_;
};

}  // namespace

std::unique_ptr<Kernel> make_align(const KernelSetup& setup) { return std::make_unique<AlignKernel>(setup); }

}  // namespace busbar
