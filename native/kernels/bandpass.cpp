// bandpass: one section, 0 dB at its centre.
#include "dsp/equaliser.h"
#include "generated/params.h"
#include "kernels/filter.h"

namespace busbar {

void design_bandpass(const double* params, const BlobView&, double rate_hz, Sections& out) noexcept {
  const auto& p = *reinterpret_cast<const params::Bandpass*>(params);
  out.add(bandpass(prewarp(p.freq_hz, rate_hz), p.q));
}

}  // namespace busbar
