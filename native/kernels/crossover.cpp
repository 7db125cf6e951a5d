// crossover: n channels in, n channels per band out, band by band from the lowest. Corners are structural.
#include <algorithm>
#include <vector>

#include "dsp/crossover_design.h"
#include "dsp/section_runner.h"
#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

class CrossoverKernel final : public KernelOf<SectionState> {
 public:
  explicit CrossoverKernel(const KernelSetup& setup) : KernelOf(setup), channels_(setup.reads), writes_(setup.writes) {
    const auto& params = setup.params<params::Crossover>();
    const BlobView at = setup.blob(params.at);
    const std::uint32_t bands = channels_ == 0 ? 0 : writes_ / channels_;
    const std::size_t corners = std::min<std::size_t>(at.columns, bands > 0 ? bands - 1 : 0);
    for (const CrossoverStage& s : design_crossover(static_cast<int>(params.kind), {at.data, corners}, setup.rate_hz))
      stages_.push_back({section_coefs(s.section), s.section.order, s.from, s.to});
    split_writes_ = static_cast<std::uint32_t>(corners == 0 ? 0 : (corners + 1) * channels_);
  }

  void process(const Block& b) noexcept override {
    SectionState* states = &state(0);
    for (const Stage& s : stages_) {
      for (std::uint32_t c = 0; c < channels_; ++c) {
        const double* in = s.from == kCrossoverInput ? b.in[c] : b.out[s.from * channels_ + c];
        run_section(s.order, s.coefs, *states++, in, b.out[s.to * channels_ + c], b.frames);
      }
    }
    for (std::uint32_t w = split_writes_; w < writes_; ++w) std::fill_n(b.out[w], b.frames, 0.0);
  }

  void reset(std::uint32_t) noexcept override { std::fill_n(&state(0), stages_.size() * channels_, SectionState{}); }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override {
    return carver.take<SectionState>(stages_.size() * channels_);
  }

 private:
  struct Stage {
    SectionCoefs coefs;
    std::uint32_t order, from, to;
  };
  std::uint32_t channels_, writes_;
  std::uint32_t split_writes_ = 0;  ///< writes that a band reaches; a plan that has more gets silence there
  std::vector<Stage> stages_;
};

}  // namespace

std::unique_ptr<Kernel> make_crossover(const KernelSetup& setup) { return std::make_unique<CrossoverKernel>(setup); }

}  // namespace busbar
