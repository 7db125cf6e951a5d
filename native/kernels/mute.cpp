// mute: silence, or the input bit for bit.
#include "generated/params.h"
#include "kernels/factor.h"

namespace busbar {

double factor_mute(const double* params) noexcept {
  const auto& p = *reinterpret_cast<const params::Mute*>(params);
  return p.muted != 0 ? 0 : 1;
}

}  // namespace busbar
