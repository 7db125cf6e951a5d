#include "dsp/loudness.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace busbar {
namespace {

constexpr double kAbsoluteGate = -70;
constexpr double kRelativeGate = -10;
constexpr double kOffset = -0.691;  ///< BS.1770-4, equation 2
constexpr double kBinsPerLu = 100;
constexpr std::size_t kBins = 12000;  ///< -70 to +50 LUFS

double lufs(double mean_square) noexcept { return kOffset + 10 * std::log10(mean_square); }

}  // namespace

// BS.1770-4 gives both filters as coefficients at 48 kHz only. The analogue prototypes behind them, for any rate:
// B. De Man, "Evaluation of Implementations of the EBU R128 Loudness Measurement", AES 145th Convention (2018).
Loudness::Biquad Loudness::shelf(double rate_hz) noexcept {
  constexpr double frequency = 1681.9744509555319, gain_db = 3.99984385397, q = 0.7071752369554193;
  const double k = std::tan(std::numbers::pi * frequency / rate_hz);
  const double high = std::pow(10.0, gain_db / 20);
  const double band = std::pow(high, 0.499666774155);
  const double a0 = 1 + k / q + k * k;
  return {(high + band * k / q + k * k) / a0, 2 * (k * k - high) / a0, (high - band * k / q + k * k) / a0,
          2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0};
}

Loudness::Biquad Loudness::highpass(double rate_hz) noexcept {
  constexpr double frequency = 38.13547087613982, q = 0.5003270373253953;
  const double k = std::tan(std::numbers::pi * frequency / rate_hz);
  const double a0 = 1 + k / q + k * k;
  return {1, -2, 1, 2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0};
}

Loudness::Loudness(std::uint32_t channels, double rate_hz)
    : shelf_(shelf(rate_hz)),
      highpass_(highpass(rate_hz)),
      states_(channels),
      hop_frames_(std::max(1u, static_cast<std::uint32_t>(rate_hz / 10 + 0.5))),
      bins_(kBins) {}

/// Sum of squares of the weighted samples.
double Loudness::weigh(Weighting& state, const double* samples, std::uint32_t frames) const noexcept {
  const Biquad s = shelf_, h = highpass_;
  auto [s0, s1] = state.shelf;
  auto [h0, h1] = state.highpass;
  double sum = 0;
  for (std::uint32_t i = 0; i < frames; ++i) {
    const double x = samples[i];
    const double y = s.b0 * x + s0;
    s0 = s.b1 * x - s.a1 * y + s1;
    s1 = s.b2 * x - s.a2 * y;
    const double z = h.b0 * y + h0;
    h0 = h.b1 * y - h.a1 * z + h1;
    h1 = h.b2 * y - h.a2 * z;
    sum += z * z;
  }
  state.shelf[0] = s0, state.shelf[1] = s1;
  state.highpass[0] = h0, state.highpass[1] = h1;
  return sum;
}

void Loudness::add(const double* const* channels, std::uint32_t frames) noexcept {
  for (std::uint32_t done = 0; done < frames;) {
    const std::uint32_t n = std::min(frames - done, hop_frames_ - in_hop_);
    for (std::size_t c = 0; c < states_.size(); ++c) hop_[3] += weigh(states_[c], channels[c] + done, n);
    done += n;
    in_hop_ += n;
    if (in_hop_ == hop_frames_) end_hop();
  }
}

void Loudness::end_hop() noexcept {
  hops_ = std::min(hops_ + 1, 4u);
  if (hops_ == 4) {
    const double energy = (hop_[0] + hop_[1] + hop_[2] + hop_[3]) / (4.0 * hop_frames_);
    const double level = lufs(energy);
    if (level >= kAbsoluteGate) {
      Bin& bin = bins_[std::min(static_cast<std::size_t>((level - kAbsoluteGate) * kBinsPerLu), kBins - 1)];
      bin.energy += energy;
      ++bin.blocks;
    }
  }
  std::copy(hop_ + 1, hop_ + 4, hop_);
  hop_[3] = 0;
  in_hop_ = 0;
}

double Loudness::integrated() const noexcept {
  const auto mean_above = [&](double gate) {
    Bin sum;
    for (const Bin& bin : bins_) {
      if (bin.blocks == 0 || bin.energy < gate * static_cast<double>(bin.blocks)) continue;
      sum.energy += bin.energy;
      sum.blocks += bin.blocks;
    }
    return sum.blocks == 0 ? 0 : sum.energy / static_cast<double>(sum.blocks);
  };
  const double absolute = mean_above(0);
  if (absolute == 0) return -std::numeric_limits<double>::infinity();
  return lufs(mean_above(absolute * std::pow(10.0, kRelativeGate / 10)));
}

}  // namespace busbar
