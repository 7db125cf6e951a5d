// gain: every channel times one factor.
#include <algorithm>

#include "dsp/decibels.h"
#include "generated/params.h"
#include "kernels/factor.h"

namespace busbar {

double factor_gain(const double* params) noexcept {
  const auto& p = *reinterpret_cast<const params::Gain*>(params);
  return from_db(std::min(p.gain_db, p.max_db));
}

}  // namespace busbar
