// biquad: a difference equation that the user gives, run as the state-variable section of the same response.
#include "dsp/free_biquad.h"
#include "generated/params.h"
#include "kernels/filter.h"

namespace busbar {

void design_biquad(const double* params, const BlobView&, double, Sections& out) noexcept {
  const auto& p = *reinterpret_cast<const params::Biquad*>(params);
  out.add(free_biquad(p.b0, p.b1, p.b2, p.a1, p.a2));
}

}  // namespace busbar
