// highshelf: one shelf above its corner.
#include "dsp/equaliser.h"
#include "generated/params.h"
#include "kernels/filter.h"

namespace busbar {

void design_highshelf(const double* params, const BlobView&, double rate_hz, Sections& out) noexcept {
  const auto& p = *reinterpret_cast<const params::Highshelf*>(params);
  out.add(highshelf(prewarp(p.freq_hz, rate_hz), p.q, p.gain_db));
}

}  // namespace busbar
