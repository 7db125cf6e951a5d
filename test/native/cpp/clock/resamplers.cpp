#include "resamplers.h"

#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <functional>
#include <numbers>
#include <vector>

#include "clock/async_resampler.h"
#include "dsp/random.h"
#include "sine_fit.h"
#ifdef BUSBAR_SAMPLERATE
#include <samplerate.h>
#endif
#ifdef BUSBAR_SPEEXDSP
#include <speex/speex_resampler.h>
#endif

namespace busbar::test {
namespace {

constexpr double kLevel = 0.8912509381337456;  // -1 dBFS
constexpr std::uint32_t kBlock = 128;

using Signal = std::function<double(std::uint64_t)>;
/// `frames` frames out of each channel's `signal`, at `ratio` input frames per output frame; the first channel comes back.
using Convert = std::function<std::vector<double>(const Signal& signal, double ratio, std::uint32_t channels, std::uint32_t frames)>;

std::vector<double> ours(const SincTable& table, SincSum sum, const Signal& signal, double ratio, std::uint32_t channels, std::uint32_t frames) {
  AsyncResampler r(table, channels, 4 * kBlock, sum);
  std::vector<double> result, block(std::size_t{kBlock} * channels);
  std::vector<double*> out(channels);
  for (std::uint32_t c = 0; c < channels; ++c) out[c] = block.data() + std::size_t{c} * kBlock;
  r.start(0, {});
  while (result.size() < frames) {
    const std::uint32_t n = r.wants(kBlock, ratio);
    const std::uint64_t first = r.end();
    for (std::uint32_t c = 0; c < channels; ++c) {
      double* room = r.room(c, n);
      for (std::uint32_t i = 0; i < n; ++i) room[i] = signal(first + i);
    }
    r.came(n);
    r.produce(out.data(), kBlock, ratio, ratio);
    result.insert(result.end(), block.begin(), block.begin() + kBlock);
  }
  return result;
}

#ifdef BUSBAR_SAMPLERATE
std::vector<double> libsamplerate(const Signal& signal, double ratio, std::uint32_t channels, std::uint32_t frames) {
  int error = 0;
  SRC_STATE* state = src_new(SRC_SINC_BEST_QUALITY, static_cast<int>(channels), &error);
  std::vector<double> result;
  std::vector<float> in(std::size_t{kBlock} * channels), out(std::size_t{4} * kBlock * channels);
  for (std::uint64_t at = 0; result.size() < frames; at += kBlock) {
    for (std::uint32_t i = 0; i < kBlock * channels; ++i) in[i] = static_cast<float>(signal(at + i / channels));
    SRC_DATA d{};
    d.data_in = in.data();
    d.data_out = out.data();
    d.input_frames = kBlock;
    d.output_frames = 4 * kBlock;
    d.src_ratio = 1 / ratio;
    src_process(state, &d);
    for (long i = 0; i < d.output_frames_gen; ++i) result.push_back(out[static_cast<std::size_t>(i) * channels]);
  }
  src_delete(state);
  return result;
}
#endif

#ifdef BUSBAR_SPEEXDSP
std::vector<double> speexdsp(const Signal& signal, double ratio, std::uint32_t channels, std::uint32_t frames) {
  int error = 0;
  const auto up = static_cast<spx_uint32_t>(std::llround(1e6 * ratio));
  SpeexResamplerState* state = speex_resampler_init_frac(channels, up, 1000000, 48000, 48000, 10, &error);
  std::vector<double> result;
  std::vector<float> in(std::size_t{kBlock} * channels), out(std::size_t{4} * kBlock * channels);
  for (std::uint64_t at = 0; result.size() < frames; at += kBlock) {
    for (std::uint32_t i = 0; i < kBlock * channels; ++i) in[i] = static_cast<float>(signal(at + i / channels));
    spx_uint32_t taken = kBlock, made = 4 * kBlock;
    speex_resampler_process_interleaved_float(state, in.data(), &taken, out.data(), &made);
    for (spx_uint32_t i = 0; i < made; ++i) result.push_back(out[std::size_t{i} * channels]);
  }
  speex_resampler_destroy(state);
  return result;
}
#endif

double cpu_seconds() {
  timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

void measure(const char* name, const Convert& convert) {
  constexpr double kRate = 48000, kRatio = 1 + 100e-6;
  std::printf("{\"resampler\":\"%s\"", name);
  for (const double hz : {997.0, 10000.0, 19000.0}) {
    const double radians = 2 * std::numbers::pi * hz / kRate;
    std::vector<double> y = convert([&](std::uint64_t n) { return kLevel * std::sin(radians * static_cast<double>(n)); }, kRatio, 1, 100000);
    y.erase(y.begin(), y.begin() + 4000);
    std::printf(",\"thdn%.0fDb\":%.1f", hz, residual_near_db(y, radians * kRatio, 1e-8));
  }
  double ripple = 0;
  for (const double hz : {20.0, 1000.0, 12000.0, 16000.0, 18000.0, 20000.0}) {
    const double radians = 2 * std::numbers::pi * hz / kRate;
    std::vector<double> y = convert([&](std::uint64_t n) { return std::sin(radians * static_cast<double>(n)); }, kRatio, 1, 52000);
    double power = 0;
    for (std::size_t i = 4000; i < 52000; ++i) power += y[i] * y[i];  // whole seconds: whole cycles, about
    ripple = std::max(ripple, std::fabs(10 * std::log10(2 * power / 48000)));
  }
  double least = 1e9;
  for (int run = 0; run < 5; ++run) {
    const double since = cpu_seconds();
    (void)convert([](std::uint64_t n) { return static_cast<double>(n & 1023) * 1e-3; }, kRatio, 2, 480000);
    least = std::min(least, cpu_seconds() - since);
  }
  std::printf(",\"rippleDb\":%.5f,\"corePercent2ch\":%.3f}\n", ripple, 10 * least);
}

}  // namespace

void measure_resamplers(const char* only) {
  const SincTable table(64, 0.5, 14);
  const struct {
    const char* name;
    Convert convert;
  } all[] = {
      {"busbar", [&](const Signal& s, double r, std::uint32_t c, std::uint32_t n) { return ours(table, sinc_sum(), s, r, c, n); }},
      {"busbar, baseline", [&](const Signal& s, double r, std::uint32_t c, std::uint32_t n) { return ours(table, sinc_sum_baseline(), s, r, c, n); }},
#ifdef BUSBAR_SAMPLERATE
      {"libsamplerate best", libsamplerate},
#endif
#ifdef BUSBAR_SPEEXDSP
      {"speexdsp q10", speexdsp},
#endif
  };
  for (const auto& [name, convert] : all)
    if (only == nullptr || std::strcmp(only, name) == 0) measure(name, convert);
}

void compare_paths() {
  Random random;
  for (const std::uint32_t taps : {2u, 64u, 96u, 210u})
    for (const std::uint32_t channels : {1u, 2u, 3u, 6u}) {
      const SincTable table(taps, 0.45, 14);
      std::vector<double> samples(std::size_t{channels} * 2 * table.padded()), scratch(table.padded()), fast(channels), plain(channels);
      random.seed(taps, channels);
      for (double& x : samples) x = random.exponential() - 1;
      SincFrame frame{};
      frame.samples = samples.data();
      frame.stride = 2 * table.padded();
      frame.channels = channels;
      std::uint32_t different = 0;
      for (int i = 0; i < 1000; ++i) {
        table.aim(frame, i / 1000.0);
        sinc_sum()(frame, scratch.data(), fast.data());
        sinc_sum_baseline()(frame, scratch.data(), plain.data());
        different += fast != plain;
      }
      std::printf("{\"taps\":%u,\"channels\":%u,\"different\":%u}\n", taps, channels, different);
    }
}

}  // namespace busbar::test
