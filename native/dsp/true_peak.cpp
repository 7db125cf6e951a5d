#include "dsp/true_peak.h"

#include <cmath>

#include "dsp/direct_fir.h"
#include "dsp/level_detector.h"
#include "dsp/windowed_sinc.h"

namespace busbar {
namespace {

/// Stop band -80 dB, pass band up to 0.461 of the rate: 20 kHz at 44.1 kHz lies inside.
constexpr double kBeta = 7.86;

/// Magnitude at `b`, or at the top of the parabola where b is an extreme between its neighbours a quarter frame away.
double extreme(double a, double b, double c) noexcept {
  const double sign = b < 0 ? -1 : 1;
  const double top = b * sign, left = a * sign, right = c * sign;
  if (!(top >= left && top >= right)) return top;
  const double bend = 2 * top - left - right;
  return bend > 0 ? top + (right - left) * (right - left) / (8 * bend) : top;
}

}  // namespace

Interpolator::Interpolator() noexcept {
  for (std::uint32_t p = 0; p < kPhases; ++p) windowed_sinc(taps_[p].data(), kHalf, 0.75 - 0.25 * p, kBeta);
}

void Interpolator::process(const double* newest, Phases& points, std::uint32_t frames) const noexcept {
  for (std::uint32_t p = 0; p < kPhases; ++p) convolve(taps_[p].data(), kTaps, newest, points[p].data(), frames);
}

void TruePeak::process(const Interpolator& interpolator, const double* in, double* peaks, Interpolator::Phases& points,
                       std::uint32_t frames) noexcept {
  for (std::uint32_t done = 0; done < frames;) {
    const std::uint32_t n = window_.room(frames - done);
    const double* newest = window_.push(in + done, n);
    interpolator.process(newest, points, n);
    scan(newest, points, peaks + done, n);
    done += n;
  }
}

void TruePeak::scan(const double* newest, const Interpolator::Phases& points, double* peaks, std::uint32_t frames) noexcept {
  for (std::uint32_t i = 0; i < frames; ++i) {
    const double here = *(newest + i - kLatency), next = *(newest + i - kLatency + 1);
    const double quarter = points[0][i], half = points[1][i], three = points[2][i];
    double after = bounded_peak(extreme(before_, here, quarter));
    for (const double p : {extreme(here, quarter, half), extreme(quarter, half, three), extreme(half, three, next)})
      after = std::fmax(after, bounded_peak(p));
    peaks[i] = std::fmax(peaks[i], std::fmax(interval_, after));
    before_ = three;
    interval_ = after;
  }
}

void TruePeak::clear() noexcept {
  window_.clear();
  before_ = interval_ = 0;
}

}  // namespace busbar
