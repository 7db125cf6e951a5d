// gain: every channel times one factor.
#include "dsp/decibels.h"
#include "generated/params.h"
#include "kernels/factor_kernel.h"

namespace busbar {
namespace {

double factor_of(const params::Gain& p) noexcept { return from_db(std::min(p.gain_db, p.max_db)); }

}  // namespace

std::unique_ptr<Kernel> make_gain(const KernelSetup& setup) {
  return std::make_unique<FactorKernel<params::Gain, factor_of>>(setup);
}

}  // namespace busbar
