#include "kernels/blend.h"

#include "dsp/ramp.h"

namespace busbar {
namespace {

class BlendKernel final : public Kernel {
 public:
  explicit BlendKernel(const KernelSetup& setup)
      : Kernel(setup),
        blend_(*blend_of(setup.parts[0].type)),
        inputs_(setup.reads),
        glide_(glide_frames(setup.rate_hz)),
        start_(setup.parts[0].params, setup.parts[0].params + kernel_param_count(setup.parts[0].type)) {}

  void process(const Block& b) noexcept override { blend_.run(raw_state(0), b.in, inputs_, b.out, b.frames); }
  void update(std::uint32_t, const double* params) noexcept override { blend_.glide(raw_state(0), params, glide_); }
  void reset(std::uint32_t) noexcept override { blend_.finish(raw_state(0)); }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override { return blend_.lay_out(carver, start_.data()); }

 private:
  const Blend& blend_;
  std::uint32_t inputs_;
  std::uint32_t glide_;
  std::vector<double> start_;
};

}  // namespace

std::unique_ptr<Kernel> make_blend(const KernelSetup& setup) { return std::make_unique<BlendKernel>(setup); }

}  // namespace busbar
