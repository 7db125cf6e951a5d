#include "dsp/direct_fir.h"

#include "dsp/pair.h"

namespace busbar {
namespace {

/// Outputs that one pass over the taps makes: enough independent sums to hide the latency of an addition.
constexpr std::uint32_t kLanes = 8;

void convolve_lanes(const double* taps, std::uint32_t count, const double* in, double* out) noexcept {
  Pair a{}, b{}, c{}, d{};
  for (std::uint32_t k = 0; k < count; ++k) {
    const Pair tap = {taps[k], taps[k]};
    const double* x = in - k;
    a += tap * load_pair(x);
    b += tap * load_pair(x + 2);
    c += tap * load_pair(x + 4);
    d += tap * load_pair(x + 6);
  }
  store_pair(out, a);
  store_pair(out + 2, b);
  store_pair(out + 4, c);
  store_pair(out + 6, d);
}

double convolve_one(const double* taps, std::uint32_t count, const double* in) noexcept {
  double sum = 0;
  for (std::uint32_t k = 0; k < count; ++k) sum += taps[k] * *(in - k);
  return sum;
}

}  // namespace

void convolve(const double* taps, std::uint32_t count, const double* in, double* out, std::uint32_t frames) noexcept {
  std::uint32_t i = 0;
  for (; i + kLanes <= frames; i += kLanes) convolve_lanes(taps, count, in + i, out + i);
  for (; i < frames; ++i) out[i] = convolve_one(taps, count, in + i);
}

}  // namespace busbar
