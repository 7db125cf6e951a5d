// Coefficients of one-pole smoothers. Control-rate use.
#pragma once

#include <cmath>

namespace busbar {

/// y += (1 - a) (x - y) covers 1 - 1/e (63 %) of a step within `ms`; 0 for no time at all.
inline double one_pole(double ms, double rate_hz) noexcept { return ms > 0 ? std::exp(-1000 / (ms * rate_hz)) : 0; }

}  // namespace busbar
