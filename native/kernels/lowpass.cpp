// lowpass: a prototype, by kind or as one section of a given Q.
#include "kernels/filter.h"
#include "kernels/filter_kind.h"

namespace busbar {

void design_lowpass(const double* params, const BlobView&, double rate_hz, Sections& out) noexcept {
  const auto& p = *reinterpret_cast<const params::Lowpass*>(params);
  const Prototype prototype = prototype_of(p.kind, p.q);
  const double g = prewarp(p.freq_hz, rate_hz);
  for (std::size_t i = 0; i < prototype.count; ++i) out.add(lowpass_section(prototype.at[i], g));
}

}  // namespace busbar
