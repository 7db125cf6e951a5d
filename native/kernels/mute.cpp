// mute: silence, or the input bit for bit.
#include "generated/params.h"
#include "kernels/factor_kernel.h"

namespace busbar {
namespace {

double factor_of(const params::Mute& p) noexcept { return p.muted != 0 ? 0 : 1; }

}  // namespace

std::unique_ptr<Kernel> make_mute(const KernelSetup& setup) {
  return std::make_unique<FactorKernel<params::Mute, factor_of>>(setup);
}

}  // namespace busbar
