// Turns white noise into pink: -3 dB per octave. Real poles a factor of 4 apart with zeros midway (on the logarithmic
// axis) make steps that a straight line fits within 0.15 dB from 20 Hz to 0.45 rate; below its lowest pole, which
// lies under 10 Hz, the spectrum is flat. In: white samples of variance 1. Out: pink samples of variance 1.
// M. Keshner, "1/f noise", Proc. IEEE 70 (1982), p. 212-218, for noise as a ladder of first-order processes.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace busbar {

inline constexpr std::size_t kMaxPinkPoles = 16;

struct PinkState {
  double last = 0;
  std::array<double, kMaxPinkPoles> stages{};
};

class PinkFilter {
 public:
  explicit PinkFilter(double rate_hz) noexcept {
    const auto matched = [rate_hz](double hz) { return std::exp(-2 * std::numbers::pi * hz / rate_hz); };
    for (double hz = kTop * rate_hz; count_ < kMaxPinkPoles; hz /= kSpacing) {
      poles_[count_] = matched(hz);
      zeros_[count_++] = matched(hz * std::sqrt(kSpacing));
      if (hz < 10) break;
    }
    scale_ = 1 / std::sqrt(power());
  }

  double step(PinkState& s, double white) const noexcept {
    double y = (white + kBend * s.last) * scale_;
    s.last = white;
    for (std::size_t i = 0; i < count_; ++i) {
      const double x = y;
      y = x + s.stages[i];
      s.stages[i] = poles_[i] * y - zeros_[i] * x;
    }
    return y;
  }

 private:
  /// Highest pole as a share of the rate, and the zero that takes out what aliasing adds near the top: fitted together.
  static constexpr double kTop = 0.0863, kBend = 0.19, kSpacing = 4;

  /// Sum of the squared impulse response: two first samples, then one geometric series per pair of poles.
  double power() const noexcept {
    double first = kBend;
    double sum = 0;
    std::array<double, kMaxPinkPoles> residue{};
    for (std::size_t i = 0; i < count_; ++i) {
      first += poles_[i] - zeros_[i];
      residue[i] = 1 + kBend / poles_[i];
      for (std::size_t j = 0; j < count_; ++j) {
        residue[i] *= 1 - zeros_[j] / poles_[i];
        if (j != i) residue[i] /= 1 - poles_[j] / poles_[i];
      }
    }
    for (std::size_t i = 0; i < count_; ++i)
      for (std::size_t j = 0; j < count_; ++j) {
        const double p = poles_[i] * poles_[j];
        sum += residue[i] * residue[j] * p * p / (1 - p);
      }
    return 1 + first * first + sum;
  }

  std::array<double, kMaxPinkPoles> poles_{}, zeros_{};
  std::size_t count_ = 0;
  double scale_ = 1;
};

}  // namespace busbar
