// Where a signal sits between two channels. In: a position from -1 (left) to 1 (right). Out: two factors.
#pragma once

#include <cmath>
#include <numbers>

namespace busbar {

struct StereoFactors {
  double left = 1, right = 1;
};

/// A mono source in a stereo sum: constant power, 0 dB at the centre, so +3.01 dB on a side that has it alone.
/// J. Eargle, "Handbook of Recording Engineering" (2003), p. 158: the sine-cosine law, raised by 3 dB.
inline StereoFactors pan_law(double position) noexcept {
  if (position == 0) return {};
  if (position <= -1) return {std::numbers::sqrt2, 0};
  if (position >= 1) return {0, std::numbers::sqrt2};
  const double angle = (position + 1) * (std::numbers::pi / 4);
  return {std::numbers::sqrt2 * std::cos(angle), std::numbers::sqrt2 * std::sin(angle)};
}

/// A stereo signal: the side turned away from falls in proportion, the other stays at 0 dB.
inline StereoFactors balance_law(double position) noexcept {
  return {position > 0 ? 1 - position : 1, position < 0 ? 1 + position : 1};
}

}  // namespace busbar
