// How far a signal is from a sine. In: samples, radians per sample. Out: what is left beside the best sine and constant, in dB.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace busbar::test {

/// THD+N over the whole band, of a sine of known frequency: least squares for amplitude, phase and constant.
inline double residual_db(const std::vector<double>& signal, double radians) {
  double m[3][4] = {};
  for (std::size_t i = 0; i < signal.size(); ++i) {
    const double v[4] = {std::cos(radians * i), std::sin(radians * i), 1, signal[i]};
    for (int r = 0; r < 3; ++r)
      for (int c = 0; c < 4; ++c) m[r][c] += v[r] * v[c];
  }
  for (int p = 0; p < 3; ++p)
    for (int r = 0; r < 3; ++r) {
      if (r == p) continue;
      const double f = m[r][p] / m[p][p];
      for (int c = p; c < 4; ++c) m[r][c] -= f * m[p][c];
    }
  double error = 0, power = 0;
  for (std::size_t i = 0; i < signal.size(); ++i) {
    const double fit = m[0][3] / m[0][0] * std::cos(radians * i) + m[1][3] / m[1][1] * std::sin(radians * i) + m[2][3] / m[2][2];
    error += (signal[i] - fit) * (signal[i] - fit);
    power += fit * fit;
  }
  return 10 * std::log10(error / power);
}

/// The same where the frequency is known only about: the least of a golden-section search within `width` of it, relative.
inline double residual_near_db(const std::vector<double>& signal, double radians, double width) {
  constexpr double kGolden = 0.6180339887498949;
  double low = radians * (1 - width), high = radians * (1 + width);
  double least = 0;
  for (int i = 0; i < 50; ++i) {
    const double a = high - kGolden * (high - low), b = low + kGolden * (high - low);
    const double at_a = residual_db(signal, a), at_b = residual_db(signal, b);
    if (at_a < at_b) high = b;
    else low = a;
    least = std::min({least, at_a, at_b});
  }
  return least;
}

/// THD+N of a tone whose frequency wanders slowly: mean power of what is left of each `piece` samples, each with its own
/// sine. An analyser's notch (AES17: a third of an octave and wider) takes out far more beside the tone than this does.
inline double residual_of_pieces_db(const std::vector<double>& signal, double radians, std::size_t piece) {
  double power = 0;
  std::size_t pieces = 0;
  for (std::size_t at = 0; at + piece <= signal.size(); at += piece, ++pieces)
    power += std::pow(10, residual_near_db({signal.begin() + at, signal.begin() + at + piece}, radians, 1e-6) / 10);
  return 10 * std::log10(power / static_cast<double>(pieces));
}

}  // namespace busbar::test
