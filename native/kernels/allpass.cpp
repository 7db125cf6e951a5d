// allpass: phase alone, of order 1 or 2.
#include "generated/params.h"
#include "kernels/filter.h"

namespace busbar {

void design_allpass(const double* params, const BlobView&, double rate_hz, Sections& out) noexcept {
  const auto& p = *reinterpret_cast<const params::Allpass*>(params);
  const double g = prewarp(p.freq_hz, rate_hz);
  const double k = p.q > 0 ? 1 / p.q : std::numbers::sqrt2;
  out.add(p.order == 1 ? allpass1(g) : allpass2(g, k));
}

}  // namespace busbar
