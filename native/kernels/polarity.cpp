// polarity: the input, or its negative.
#include "generated/params.h"
#include "kernels/factor_kernel.h"

namespace busbar {
namespace {

double factor_of(const params::Polarity& p) noexcept { return p.invert != 0 ? -1 : 1; }

}  // namespace

std::unique_ptr<Kernel> make_polarity(const KernelSetup& setup) {
  return std::make_unique<FactorKernel<params::Polarity, factor_of>>(setup);
}

}  // namespace busbar
