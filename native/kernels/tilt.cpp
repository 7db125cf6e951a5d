// tilt: first order, H = (r s + 1) / (s + r) of s relative to the pivot, r^2 being the rise from bottom to top:
// -r dB at 0 Hz, r dB at the top, 0 dB at the pivot. The pole lies at r times the pivot.
#include <cmath>

#include "dsp/section.h"
#include "generated/params.h"
#include "kernels/filter.h"

namespace busbar {

void design_tilt(const double* params, const BlobView&, double rate_hz, Sections& out) noexcept {
  const auto& p = *reinterpret_cast<const params::Tilt*>(params);
  const double r = std::pow(10.0, p.gain_db / 40);
  out.add({prewarp(p.freq_hz, rate_hz) * r, 1, r, 0, 1 / r - r, 1});
}

}  // namespace busbar
