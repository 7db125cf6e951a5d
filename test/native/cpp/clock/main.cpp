// Clocks, loops and resamplers in figures: `busbar_clock loop [NAME] | stall | crossing | breaks | splice | handover | steering | resampler [NAME] | paths | hours HOURS [exact] | taps HZ HZ…`. One JSON
// object per line; NAME leaves the others out.
// Peers' resamplers are measured where their libraries were found at build time (Debian: libsamplerate0-dev, libspeexdsp-dev).
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <numbers>

#include "break_run.h"
#include "clock/kernel_taps.h"
#include "crossing_run.h"
#include "live/runner.h"
#include "resamplers.h"
#include "sine_fit.h"
#include "splice_run.h"
#include "steering_run.h"

namespace busbar::test {
namespace {

/// Samples of one fitted sine: what is off the tone by 47 Hz and more counts as distortion and noise.
constexpr std::size_t kPiece = 1024;

using MakeLoop = std::function<std::unique_ptr<Loop>(const CrossingRun&)>;
struct NamedLoop {
  const char* name;
  MakeLoop make;
};

const NamedLoop kLoops[] = {
    {"busbar", [](const CrossingRun& s) { return std::make_unique<OurLoop>(s.rate, s.period, crossing_delay(s)); }},
    {"PipeWire (model)", [](const CrossingRun& s) { return std::make_unique<PipeWireLoop>(s.rate, s.period, crossing_delay(s)); }},
    {"zita (model)", [](const CrossingRun& s) { return std::make_unique<ZitaLoop>(s.rate, s.period, crossing_delay(s)); }},
};

/// Worst of several seeds and both signs.
void loops(const char* only) {
  for (const NamedLoop& l : kLoops) {
    if (only != nullptr && std::strcmp(only, l.name) != 0) continue;
    double lock = 0, rms = 0, late_rms = 0, fill = 0, thdn[2] = {-400, -400};
    for (std::uint64_t seed = 1; seed <= 8; ++seed)
      for (const double ppm : {300.0, -300.0}) {
        const CrossingRun s{.ppm = ppm, .seed = seed};
        const CrossingResult r = run_crossing(s, *l.make(s));
        lock = std::max(lock, r.lock_seconds);
        rms = std::max(rms, r.rms_ppm);
        late_rms = std::max(late_rms, r.late_rms_ppm);
        fill = std::max(fill, r.worst_fill);
      }
    const double tones[2] = {10000, 19000};
    for (int i = 0; i < 2; ++i) {
      CrossingRun s{.seconds = 182, .sine_hz = tones[i], .audio_from = 180};
      const CrossingResult r = run_crossing(s, *l.make(s));
      thdn[i] = residual_of_pieces_db(r.audio, r.audio_radians, kPiece);
    }
    std::printf("{\"loop\":\"%s\",\"lockSeconds\":%.2f,\"rmsPpmFrom30s\":%.4f,\"rmsPpmFrom120s\":%.4f,\"worstFillFrames\":%.3f,\"thdn10kDb\":%.1f,\"thdn19kDb\":%.1f}\n",
                l.name, lock, rms, late_rms, fill, thdn[0], thdn[1]);
  }
}

/// The consumer sleeps for 50 ms; rings and headroom hold 60 ms.
void stall() {
  CrossingRun s{.headroom_frames = 2880, .seconds = 120, .stall_at = 60, .stall_seconds = 0.05};
  const CrossingResult r = run_crossing(s, *kLoops[0].make(s));
  std::printf("{\"loop\":\"busbar\",\"stallMs\":50,\"headroomMs\":60,\"worstAfterStallPpm\":%.3f,\"underruns\":%llu}\n",
              r.worst_after_stall_ppm, static_cast<unsigned long long>(r.underruns));
}

/// The product's crossing, tone in and tone out: resampled, locked, and with a producer that stalls beyond the headroom.
void crossings() {
  const struct {
    const char* name;
    CrossingRun run;
    bool resample;
  } all[] = {
      {"resampled", {.ppm = 300, .seconds = 60, .sine_hz = 997}, true},
      {"resampled, 64 frames", {.period = 64, .ppm = -300, .seconds = 60, .sine_hz = 997}, true},
      {"resampled, 1024 frames", {.period = 1024, .ppm = 100, .seconds = 60, .sine_hz = 997}, true},
      {"locked", {.ppm = 0, .seconds = 60, .sine_hz = 997}, false},
      {"stall of 50 ms", {.ppm = 300, .seconds = 60, .sine_hz = 997, .stall_at = 40, .stall_seconds = 0.05}, true},
  };
  for (const auto& [name, run, resample] : all) {
    const ProductResult r = run_product(run, resample);
    std::printf("{\"crossing\":\"%s\",\"worstDelayErrorFrames\":%.3f,\"thdnDb\":%.1f,\"lostFrames\":%llu,\"restarts\":%u}\n", name,
                r.worst_delay_error, r.thdn_db, static_cast<unsigned long long>(r.lost), r.restarts);
  }
}

/// Streams that break off and come back.
void breaks() {
  const struct {
    const char* name;
    BreakRun run;
  } all[] = {
      {"the producer skips 512 frames", {.skipped = 512}},
      {"a producer of 96 kHz skips 9600 frames", {.producer_hz = 96000, .headroom_frames = 512, .skipped = 9600}},
      {"the consumer stalls for 0.5 s", {.period = 1024, .headroom_frames = 96, .stalled_seconds = 0.5}},
      {"the consumer comes back 0.4 ms later", {.headroom_frames = 256, .moved_seconds = 0.4e-3}},
      {"the consumer comes back 0.9 ms later", {.headroom_frames = 256, .moved_seconds = 0.9e-3}},
  };
  for (const auto& [name, run] : all) {
    const BreakResult r = run_break(run);
    std::printf("{\"break\":\"%s\",\"astrayFrames\":%llu,\"offAtEndFrames\":%.2f,\"lostFrames\":%llu}\n", name,
                static_cast<unsigned long long>(r.astray), r.off_at_end, static_cast<unsigned long long>(r.lost));
  }
}

/// What is heard where a restarted producer goes on, sample by sample.
void splices() {
  for (const bool resample : {true, false}) {
    std::printf("[");
    const std::vector<double> heard = run_splice(resample);
    for (std::size_t i = 0; i < heard.size(); ++i) std::printf("%s%.12g", i == 0 ? "" : ",", heard[i]);
    std::printf("]\n");
  }
}

/// A driver whose cycles come in two pieces stops; another one begins 5 ms after the end of the last.
void handover() {
  constexpr std::int64_t kBegan = 1'000'000'000, kLength = 170'666'666, kGap = 5'000'000;
  Runner runner;
  runner.set_driver({}, 48000, 8192);
  for (const std::uint64_t first : {0, 4096}) runner.exchange(nullptr, nullptr, 4096, {first, 8192, kBegan, kBegan});
  runner.remove_driver();
  runner.set_driver({}, 48000, 64);
  const std::int64_t next = kBegan + kLength + kGap;
  runner.exchange(nullptr, nullptr, 64, {0, 64, next, next});
  std::printf("{\"gapMs\":%.3f}\n", static_cast<double>(runner.take_gap_ns().value_or(-1)) * 1e-6);
}

void steering() {
  const struct {
    std::uint32_t period;
    double lateness;  ///< seconds
  } all[] = {{256, 0}, {1024, 0}, {8192, 0}, {256, 50e-6}, {1024, 50e-6}, {1024, 500e-6}};
  for (const auto& [period, lateness] : all)
    for (const double ppm : {200.0, -200.0}) {
      const SteeringResult r = run_steering(period, ppm, lateness);
      std::printf("{\"period\":%u,\"latenessUs\":%g,\"ppm\":%g,\"overshootPpm\":%.3f,\"leftPpm\":%.3f,\"offFrames\":%.3f,\"restarts\":%u}\n", period, lateness * 1e6, ppm,
                  r.overshoot_ppm, r.left_ppm, r.off_frames, r.restarts);
    }
}

/// `exact`: with the resampler itself, whose place is held against exact sums.
void hours(double hours, bool exact) {
  for (const double ppm : {300.0, -300.0}) {
    CrossingRun s{.ppm = ppm, .seconds = hours * 3600, .resamples = exact};
    const CrossingResult r = run_crossing(s, *kLoops[0].make(s));
    std::printf("{\"hours\":%g,\"ppm\":%g,\"underruns\":%llu,\"worstFillFrames\":%.3f,\"worstPpm\":%.3f,\"rmsPpm\":%.4f", hours, ppm,
                static_cast<unsigned long long>(r.underruns), r.worst_fill, r.worst_ppm, r.rms_ppm);
    if (exact) std::printf(",\"positionErrorFrames\":%.2g", r.position_error);
    std::printf("}\n");
  }
}

/// Pairs of rates, producer first.
void kernel_lengths(int count, const char* const* rates) {
  for (int i = 0; i + 1 < count; i += 2) std::printf("{\"taps\":%u}\n", kernel_taps(std::atof(rates[i]), std::atof(rates[i + 1])));
}

}  // namespace
}  // namespace busbar::test

int main(int argc, char** argv) {
  using namespace busbar::test;
  const char* what = argc > 1 ? argv[1] : "";
  const char* only = argc > 2 ? argv[2] : nullptr;
  if (std::strcmp(what, "loop") == 0) loops(only);
  else if (std::strcmp(what, "stall") == 0) stall();
  else if (std::strcmp(what, "crossing") == 0) crossings();
  else if (std::strcmp(what, "breaks") == 0) breaks();
  else if (std::strcmp(what, "splice") == 0) splices();
  else if (std::strcmp(what, "handover") == 0) handover();
  else if (std::strcmp(what, "steering") == 0) steering();
  else if (std::strcmp(what, "resampler") == 0) measure_resamplers(only);
  else if (std::strcmp(what, "paths") == 0) compare_paths();
  else if (std::strcmp(what, "taps") == 0) kernel_lengths(argc - 2, argv + 2);
  else if (std::strcmp(what, "hours") == 0) hours(only != nullptr ? std::atof(only) : 24, argc > 3 && std::strcmp(argv[3], "exact") == 0);
  else return std::fprintf(stderr, "busbar_clock loop [NAME] | stall | crossing | breaks | splice | handover | steering | resampler [NAME] | paths | hours HOURS [exact] | taps HZ HZ...\n"), 64;
}
