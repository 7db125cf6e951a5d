// exchange: the two channels of a pair change places. Reads both before it writes either, so it may run in place.
#include "kernels/stateless_kernel.h"

namespace busbar {
namespace {

class ExchangeKernel final : public StatelessKernel {
 public:
  explicit ExchangeKernel(const KernelSetup& setup) : StatelessKernel(setup) {}

  void process(const Block& b) noexcept override {
    for (std::uint32_t i = 0; i < b.frames; ++i) {
      const double left = b.in[0][i];
      const double right = b.in[1][i];
      b.out[0][i] = right;
      b.out[1][i] = left;
    }
  }
};

}  // namespace

std::unique_ptr<Kernel> make_exchange(const KernelSetup& setup) { return std::make_unique<ExchangeKernel>(setup); }

}  // namespace busbar
