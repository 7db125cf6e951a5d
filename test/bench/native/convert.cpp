// `busbar_convert ENGINE IN_HZ OUT_HZ SECONDS`: two channels of noise through a converter whose ratio moves in every block.
// In: `busbar`, `busbar-baseline` (no wide vectors), or a peer that was found at build time. Out: nothing but the time it
// takes; exit 3 where the peer is not there.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

#include "clock/async_resampler.h"
#include "clock/kernel_taps.h"
#ifdef BUSBAR_SAMPLERATE
#include <samplerate.h>
#endif
#ifdef BUSBAR_SPEEXDSP
#include <speex/speex_resampler.h>
#endif
#ifdef BUSBAR_ZITA
#include <zita-resampler/vresampler.h>
#endif

namespace {

using namespace busbar;

constexpr std::uint32_t kBlock = 128, kChannels = 2, kNoise = 1 << 16;

struct Work {
  double in_hz, out_hz;
  std::uint64_t blocks;
  /// Producer's frames per consumer's frame: within 100 ppm of the nominal one.
  double ratio(std::uint64_t block) const { return in_hz / out_hz * (1 + 100e-6 * std::sin(0.01 * static_cast<double>(block))); }
};

template <class T>
std::vector<T> noise() {
  std::vector<T> x(kNoise + 4 * kBlock * kChannels);
  std::uint32_t seed = 1;
  for (T& v : x) v = static_cast<T>((seed = seed * 1664525u + 1013904223u) / 4294967296.0 - 0.5);
  return x;
}

void ours(const Work& w, SincSum sum) {
  // As a crossing makes it.
  const std::uint32_t taps = kernel_taps(w.in_hz, w.out_hz);
  const double cutoff = is_one_rate(w.in_hz, w.out_hz) ? 0.5 : 0.5 * std::min(1.0, w.out_hz / w.in_hz) * 0.955;
  const SincTable table(taps, cutoff, 14);
  AsyncResampler r(table, kChannels, 4 * kBlock, sum);
  const std::vector<double> in = noise<double>();
  std::vector<double> block(kBlock * kChannels);
  double* const out[kChannels] = {block.data(), block.data() + kBlock};
  r.start(0, {});
  double last = w.ratio(0);
  for (std::uint64_t b = 0; b < w.blocks; ++b) {
    const double ratio = w.ratio(b);
    const std::uint32_t n = r.wants(kBlock, std::max(last, ratio));
    for (std::uint32_t c = 0; c < kChannels; ++c) std::memcpy(r.room(c, n), &in[r.end() % kNoise], n * sizeof(double));
    r.came(n);
    r.produce(out, kBlock, last, ratio);
    last = ratio;
  }
}

#ifdef BUSBAR_SAMPLERATE
void libsamplerate(const Work& w) {
  int error = 0;
  SRC_STATE* state = src_new(SRC_SINC_BEST_QUALITY, kChannels, &error);
  const std::vector<float> in = noise<float>();
  std::vector<float> out(4 * kBlock * kChannels);
  for (std::uint64_t b = 0, made = 0; made < w.blocks * kBlock; ++b) {
    SRC_DATA d{};
    d.data_in = &in[b * kBlock * kChannels % kNoise];
    d.data_out = out.data();
    d.input_frames = kBlock;
    d.output_frames = 4 * kBlock;
    d.src_ratio = 1 / w.ratio(b);
    src_process(state, &d);
    made += static_cast<std::uint64_t>(d.output_frames_gen);
  }
  src_delete(state);
}
#endif

#ifdef BUSBAR_SPEEXDSP
/// Its ratio stands still: moving it makes its table anew, which would be told against it.
void speexdsp(const Work& w) {
  int error = 0;
  const auto up = static_cast<spx_uint32_t>(std::llround(1e6 * w.ratio(157)));
  SpeexResamplerState* state = speex_resampler_init_frac(kChannels, up, 1000000, static_cast<spx_uint32_t>(w.in_hz), static_cast<spx_uint32_t>(w.out_hz), 10, &error);
  const std::vector<float> in = noise<float>();
  std::vector<float> out(4 * kBlock * kChannels);
  for (std::uint64_t b = 0, all = 0; all < w.blocks * kBlock; ++b) {
    spx_uint32_t taken = kBlock, made = 4 * kBlock;
    speex_resampler_process_interleaved_float(state, &in[b * kBlock * kChannels % kNoise], &taken, out.data(), &made);
    all += made;
  }
  speex_resampler_destroy(state);
}
#endif

#ifdef BUSBAR_ZITA
void zita(const Work& w) {
  VResampler r;
  if (r.setup(w.out_hz / w.in_hz, kChannels, 96) != 0) std::exit(3);
  const std::vector<float> in = noise<float>();
  std::vector<float> out(4 * kBlock * kChannels);
  for (std::uint64_t b = 0, all = 0; all < w.blocks * kBlock; ++b) {
    r.set_rratio(w.ratio(b) * w.out_hz / w.in_hz);
    r.inp_count = kBlock;
    r.inp_data = const_cast<float*>(&in[b * kBlock * kChannels % kNoise]);
    r.out_count = 4 * kBlock;
    r.out_data = out.data();
    r.process();
    all += 4 * kBlock - r.out_count;
  }
}
#endif

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return std::fprintf(stderr, "busbar_convert ENGINE IN_HZ OUT_HZ SECONDS\n"), 64;
  const double in_hz = std::atof(argv[2]), out_hz = std::atof(argv[3]);
  const Work work{in_hz, out_hz, static_cast<std::uint64_t>(std::atof(argv[4]) * out_hz / kBlock)};
  const char* const engine = argv[1];
  if (std::strcmp(engine, "busbar") == 0) return ours(work, sinc_sum()), 0;
  if (std::strcmp(engine, "busbar-baseline") == 0) return ours(work, sinc_sum_baseline()), 0;
#ifdef BUSBAR_SAMPLERATE
  if (std::strcmp(engine, "libsamplerate") == 0) return libsamplerate(work), 0;
#endif
#ifdef BUSBAR_SPEEXDSP
  if (std::strcmp(engine, "speexdsp") == 0) return speexdsp(work), 0;
#endif
#ifdef BUSBAR_ZITA
  if (std::strcmp(engine, "zita") == 0) return zita(work), 0;
#endif
  return 3;
}
