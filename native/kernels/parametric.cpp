// parametric: a list of bands from a file. In: rows of (code, Hz, dB, Q), the first of them the preamp.
// Out: the preamp, then a section per band. Tables are structural, so a new one is a new plan.
#include <cmath>

#include "dsp/decibels.h"
#include "dsp/equaliser.h"
#include "generated/params.h"
#include "kernels/filter.h"

namespace busbar {
namespace {

using params::ParametricType;

constexpr std::uint32_t kColumns = 4;

/// Files of the field are checked by the compiler; a table that was not is held to what sections can bear.
double within(double value, double min, double max, double otherwise) noexcept {
  return std::isfinite(value) ? std::clamp(value, min, max) : otherwise;
}

Section band(double code, double g, double gain_db, double q) noexcept {
  switch (static_cast<ParametricType>(static_cast<int>(within(code, 0, 1000, 0)))) {
    case ParametricType::kPreamp: break;
    case ParametricType::kPeaking: return peaking(g, q, gain_db);
    case ParametricType::kLowshelf: return lowshelf(g, q, gain_db);
    case ParametricType::kHighshelf: return highshelf(g, q, gain_db);
    case ParametricType::kLowpass: return lowpass2(g, 1 / q);
    case ParametricType::kHighpass: return highpass2(g, 1 / q);
    case ParametricType::kBandpass: return bandpass(g, q);
    case ParametricType::kNotch: return notch(g, q);
    case ParametricType::kAllpass: return allpass2(g, 1 / q);
  }
  return plain_gain(1);
}

}  // namespace

void design_parametric(const double*, const BlobView& blob, double rate_hz, Sections& out) noexcept {
  if (blob.columns != kColumns || blob.rows == 0) return;
  out.add(plain_gain(from_db(within(blob.data[2], -200, 200, 0))));
  for (std::uint32_t row = 1; row < blob.rows; ++row) {
    const double* r = blob.data + std::size_t{row} * kColumns;
    const double g = prewarp(within(r[1], 0, rate_hz, 1), rate_hz);
    out.add(band(r[0], g, within(r[2], -200, 200, 0), within(r[3], 1e-3, 1e4, 1)));
  }
}

}  // namespace busbar
