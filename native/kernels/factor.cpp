#include "kernels/factor.h"

namespace busbar {
namespace {

class FactorKernel final : public KernelOf<FactorState> {
 public:
  explicit FactorKernel(const KernelSetup& setup)
      : KernelOf(setup),
        factor_(factor_function(setup.parts[0].type)),
        channels_(setup.writes),
        glide_(glide_frames(setup.rate_hz)),
        start_(factor_(setup.parts[0].params)) {}

  void process(const Block& b) noexcept override { run_factor(state(0).factor, b.in, b.out, channels_, b.frames); }

  void update(std::uint32_t, const double* params) noexcept override { state(0).factor.glide(factor_(params), glide_); }

  void reset(std::uint32_t) noexcept override { state(0).factor.jump(state(0).factor.target()); }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override {
    auto* s = carver.take<FactorState>(1);
    if (s) s->factor.jump(start_);
    return s;
  }

 private:
  FactorFunction factor_;
  std::uint32_t channels_;
  std::uint32_t glide_;
  double start_;
};

}  // namespace

std::unique_ptr<Kernel> make_factor(const KernelSetup& setup) { return std::make_unique<FactorKernel>(setup); }

}  // namespace busbar
