// Decibels and linear factors. Control-rate use; process loops take the result.
#pragma once

#include <cmath>

namespace busbar {

inline double from_db(double db) noexcept { return db == 0 ? 1.0 : std::pow(10.0, db / 20.0); }
inline double to_db(double factor) noexcept { return 20.0 * std::log10(factor); }

}  // namespace busbar
