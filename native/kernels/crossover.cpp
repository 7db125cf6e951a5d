// crossover: n channels in, n channels per band out, band by band from the lowest. Corners are structural.
#include <algorithm>
#include <vector>

#include "dsp/crossover_design.h"
#include "dsp/section_factors.h"
#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

class CrossoverKernel final : public KernelOf<SectionState> {
 public:
  explicit CrossoverKernel(const KernelSetup& setup) : KernelOf(setup), channels_(setup.reads) {
    const auto& params = setup.params<params::Crossover>();
    const BlobView at = setup.blob(params.at);
    for (const CrossoverStage& s : design_crossover(static_cast<int>(params.kind), {at.data, at.columns}, setup.rate_hz))
      stages_.push_back({section_factors(s.section), s.from, s.to});
  }

  void process(const Block& b) noexcept override {
    SectionState* states = &state(0);
    for (const Stage& s : stages_) {
      for (std::uint32_t c = 0; c < channels_; ++c) {
        const double* in = s.from == kCrossoverInput ? b.in[c] : b.out[s.from * channels_ + c];
        double* out = b.out[s.to * channels_ + c];
        if (out != in) std::copy_n(in, b.frames, out);
        ops_.sections[kGeneral](out, b.frames, s.factors.at, &states++->s1, 1);
      }
    }
  }

  void reset(std::uint32_t) noexcept override { std::fill_n(&state(0), stages_.size() * channels_, SectionState{}); }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override {
    return carver.take<SectionState>(stages_.size() * channels_);
  }

 private:
  struct Stage {
    SectionFactors factors;
    std::uint32_t from, to;
  };
  const LaneOps& ops_ = simd().lanes[0];
  std::uint32_t channels_;
  std::vector<Stage> stages_;
};

}  // namespace

std::unique_ptr<Kernel> make_crossover(const KernelSetup& setup) {
  const std::uint64_t bands = std::uint64_t{setup.blob(setup.params<params::Crossover>().at).columns} + 1;
  if (setup.reads == 0 || bands * setup.reads != setup.writes) return nullptr;
  return std::make_unique<CrossoverKernel>(setup);
}

}  // namespace busbar
