// polarity: the input, or its negative.
#include "generated/params.h"
#include "kernels/factor.h"

namespace busbar {

double factor_polarity(const double* params) noexcept {
  const auto& p = *reinterpret_cast<const params::Polarity*>(params);
  return p.invert != 0 ? -1 : 1;
}

}  // namespace busbar
