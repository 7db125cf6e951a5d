// mid_side: mid = (left + right) / 2, side = (left - right) / 2.
#include "kernels/stateless_kernel.h"

namespace busbar {
namespace {

class MidSideKernel final : public StatelessKernel {
 public:
  explicit MidSideKernel(const KernelSetup& setup) : StatelessKernel(setup) {}

  void process(const Block& b) noexcept override {
    for (std::uint32_t i = 0; i < b.frames; ++i) {
      const double left = b.in[0][i], right = b.in[1][i];
      b.out[0][i] = (left + right) / 2;
      b.out[1][i] = (left - right) / 2;
    }
  }
};

}  // namespace

std::unique_ptr<Kernel> make_mid_side(const KernelSetup& setup) { return std::make_unique<MidSideKernel>(setup); }

}  // namespace busbar
