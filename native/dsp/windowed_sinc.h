// Band-limited interpolation: taps of the ideal fractional delay under a Kaiser window. In: a fraction of a frame.
// Out: taps whose response is a constant delay within the window's pass band. Control-rate use.
#pragma once

#include <cstdint>

namespace busbar {

/// Zeroth-order modified Bessel function of the first kind: Abramowitz and Stegun (1964), 9.6.12.
double bessel_i0(double x) noexcept;

/// `2 * half` taps, tap k standing at k - half + 1: sum of taps[k] x[n - k] is x at n - (half - 1) - fraction, for
/// 0 <= fraction <= 1. Unity at DC; a fraction of exactly 0 or 1 gives a single tap of 1. `beta`: Kaiser's shape,
/// (stop band in dB - 8.7) * 0.1102. J. F. Kaiser, "Nonrecursive digital filter design using the I0-sinh window
/// function", ISCAS 1974; T. I. Laakso et al., "Splitting the unit delay", IEEE Signal Processing Magazine 13(1), 1996.
void windowed_sinc(double* taps, std::uint32_t half, double fraction, double beta) noexcept;

}  // namespace busbar
