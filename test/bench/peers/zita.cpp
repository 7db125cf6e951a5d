// Two responses of 65,536 taps through zita-convolver, 128 frames at a time, for the seconds that it is told; waits for
// its threads each period, so that all the work is in this process's time.
#include <zita-convolver.h>

#include <cmath>
#include <cstdlib>
#include <vector>

int main(int, char** argv) {
  constexpr unsigned kFrames = 128, kTaps = 65536;
  Convproc engine;
  engine.set_options(Convproc::OPT_FFTW_MEASURE);
  if (engine.configure(2, 2, kTaps, kFrames, kFrames, 8192, 0.0f) != 0) return 1;
  unsigned seed = 1;
  const auto noise = [&] { return static_cast<float>((seed = seed * 1664525u + 1013904223u) / 4294967296.0 - 0.5); };
  std::vector<float> taps(kTaps);
  for (unsigned c = 0; c < 2; ++c) {
    for (unsigned i = 0; i < kTaps; ++i) taps[i] = 0.02f * noise() * std::exp(-7.0f * i / kTaps);
    if (engine.impdata_create(c, c, 1, taps.data(), 0, kTaps) != 0) return 1;
  }
  if (engine.start_process(0, 0) != 0) return 1;
  for (long b = 0; b < std::atol(argv[1]) * 375; ++b) {
    for (unsigned c = 0; c < 2; ++c)
      for (unsigned i = 0; i < kFrames; ++i) engine.inpdata(c)[i] = 0.2f * noise();
    engine.process(true);
  }
  engine.stop_process();
  engine.cleanup();
}
