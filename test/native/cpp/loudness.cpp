// busbar_loudness: loudness of random programmes against libebur128, at several rates. Prints the worst difference in
// LU, and fails where it is over 0.01.
#include <ebur128.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>
#include <vector>

#include "dsp/loudness.h"

namespace {

using Signal = std::vector<std::vector<double>>;

/// Coloured noise whose level wanders over 60 dB, with pauses: blocks fall on both sides of both gates.
Signal programme(std::mt19937_64& random, std::uint32_t channels, std::size_t frames, double rate) {
  std::uniform_real_distribution<double> unit(-1, 1);
  Signal x(channels, std::vector<double>(frames));
  double level = 0.1, low = 0;
  for (std::size_t i = 0; i < frames; ++i) {
    if (i % static_cast<std::size_t>(rate / 3) == 0) level = random() % 6 == 0 ? 0 : std::pow(10, (unit(random) * 30 - 30) / 20);
    for (auto& channel : x) {
      low += 0.1 * (unit(random) - low);
      channel[i] = level * (0.3 * unit(random) + low);
    }
  }
  return x;
}

double reference(const Signal& x, double rate) {
  const auto channels = static_cast<unsigned>(x.size());
  ebur128_state* state = ebur128_init(channels, static_cast<unsigned long>(rate), EBUR128_MODE_I);
  for (unsigned c = 0; c < channels; ++c) ebur128_set_channel(state, c, EBUR128_LEFT);
  std::vector<double> interleaved;
  for (std::size_t i = 0; i < x[0].size(); ++i)
    for (const auto& channel : x) interleaved.push_back(channel[i]);
  ebur128_add_frames_double(state, interleaved.data(), x[0].size());
  double lufs = 0;
  ebur128_loudness_global(state, &lufs);
  ebur128_destroy(&state);
  return lufs;
}

double ours(const Signal& x, double rate, std::mt19937_64& random) {
  busbar::Loudness loudness(static_cast<std::uint32_t>(x.size()), rate);
  for (std::size_t at = 0; at < x[0].size();) {
    const std::size_t n = std::min<std::size_t>(x[0].size() - at, 1 + random() % 5000);
    std::vector<const double*> channels;
    for (const auto& channel : x) channels.push_back(channel.data() + at);
    loudness.add(channels.data(), static_cast<std::uint32_t>(n));
    at += n;
  }
  return loudness.integrated();
}

}  // namespace

int main() {
  std::mt19937_64 random(1);
  double worst = 0;
  for (const double rate : {8000.0, 44100.0, 48000.0, 96000.0, 192000.0})
    for (const std::uint32_t channels : {1u, 2u, 6u}) {
      const Signal x = programme(random, channels, static_cast<std::size_t>(rate * 12), rate);
      const double difference = std::fabs(ours(x, rate, random) - reference(x, rate));
      worst = std::max(worst, difference);
    }
  std::printf("worst difference from libebur128: %.6f LU\n", worst);
  return worst <= 0.01 ? 0 : 1;
}
