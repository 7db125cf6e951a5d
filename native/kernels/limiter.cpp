// limiter: no sample leaves it above the ceiling. The gain that a frame needs is known `look-ahead` frames before the
// frame leaves: the largest need within the look-ahead, released by one pole, smoothed by an FIR of the look-ahead's
// length. Every gain that the FIR averages for a frame has seen that frame, so the average suits it. One gain for all
// channels. With `true_peak` the need is that of the oversampled signal. Where nothing needs a gain and none is left over
// from before, frames are late and nothing else, bit for bit as if all had been worked out.
#include <algorithm>
#include <array>
#include <cmath>

#include "dsp/box_smoother.h"
#include "dsp/decibels.h"
#include "dsp/delay_line.h"
#include "dsp/level_detector.h"
#include "dsp/one_pole.h"
#include "dsp/ramp.h"
#include "dsp/sliding_maximum.h"
#include "dsp/true_peak.h"
#include "generated/params.h"
#include "kernels/kernel.h"
#include "simd/simd.h"

namespace busbar {
namespace {

struct LimiterState {
  Ramp ceiling;    ///< in dBFS
  double settled;  ///< factor: the ceiling once it rests
  double release;  ///< coefficient
  SlidingMaximum need;
  double released;  ///< gain before it is smoothed
  BoxSmoother smoother;
  DelayLine ceilings;  ///< as late as the programme: a frame leaves under the ceiling that it came in under
  DelayLine* lines;
  TruePeak* true_peaks;
  double least;  ///< gain since the last reading
  std::uint32_t steady;  ///< frames in a row of which the ceiling rested, as far as `ceilings` remembers
  std::uint32_t idle;  ///< frames in a row of which the ceiling rested and nothing was to be limited
};

class LimiterKernel final : public KernelOf<LimiterState> {
 public:
  explicit LimiterKernel(const KernelSetup& setup)
      : KernelOf(setup),
        rate_hz_(setup.rate_hz),
        ops_(simd().dynamics),
        channels_(setup.writes),
        glide_(glide_frames(setup.rate_hz)),
        start_(setup.params<params::Limiter>()),
        true_peak_(start_.true_peak != 0),
        look_ahead_(static_cast<std::uint32_t>(std::floor(start_.lookahead_ms * rate_hz_ / 1000 + 0.5))),
        latency_(look_ahead_ + (true_peak_ ? TruePeak::kLatency : 0)),
        forgets_after_(std::max(latency_, BoxSmoother::settles_after(look_ahead_))) {}

  void process(const Block& b) noexcept override {
    // Most of the time a whole block has nothing in it to limit.
    if (!true_peak_ && is_quiet(b, 0, b.frames)) return hand_on(b, 0, b.frames);
    for (std::uint32_t done = 0; done < b.frames; done += kChunk) chunk(b, done, std::min(kChunk, b.frames - done));
  }

  void update(std::uint32_t, const double* values) noexcept override {
    const auto& p = *reinterpret_cast<const params::Limiter*>(values);
    state(0).ceiling.glide(p.ceiling_dbfs, glide_);
    state(0).settled = from_db(p.ceiling_dbfs);
    state(0).release = one_pole(p.release_ms, rate_hz_);
  }

  void reset(std::uint32_t) noexcept override {
    LimiterState& s = state(0);
    s.ceiling.jump(s.ceiling.target());
    s.need.clear();
    s.smoother.clear();
    s.ceilings.clear();
    for (std::uint32_t c = 0; c < channels_; ++c) s.lines[c].clear();
    if (true_peak_)
      for (std::uint32_t c = 0; c < channels_; ++c) s.true_peaks[c].clear();
    s.released = s.least = 1;
    s.steady = s.idle = 0;
  }

  /// dB of reduction at most since the last reading.
  std::uint32_t read_out(std::uint32_t, double* values, std::uint32_t count) noexcept override {
    if (count == 0) return 0;
    values[0] = to_db(1 / std::max(state(0).least, 1e-12));
    state(0).least = 1;
    return 1;
  }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override {
    auto* s = carver.take<LimiterState>(1);
    auto* run = carver.take<double>(SlidingMaximum::size(look_ahead_ + 1));
    BoxSmoother smoother;
    smoother.lay_out(carver, look_ahead_);
    auto* ceilings = carver.take<double>(latency_);
    auto* lines = carver.take<DelayLine>(channels_);
    auto* true_peaks = carver.take<TruePeak>(true_peak_ ? channels_ : 0);
    for (std::uint32_t c = 0; c < channels_; ++c) {
      auto* ring = carver.take<double>(latency_);
      auto* memory = carver.take<double>(true_peak_ ? TruePeak::kMemory : 0);
      if (!s) continue;
      lines[c] = DelayLine(ring, latency_);
      if (true_peak_) true_peaks[c] = TruePeak(memory);
    }
    if (!s) return s;
    s->ceiling.jump(start_.ceiling_dbfs);
    s->settled = from_db(start_.ceiling_dbfs);
    s->release = one_pole(start_.release_ms, rate_hz_);
    s->need = SlidingMaximum(run, look_ahead_ + 1, 1);
    s->smoother = smoother;
    s->ceilings = DelayLine(ceilings, latency_);
    s->lines = lines;
    s->true_peaks = true_peaks;
    s->released = s->least = 1;
    return s;
  }

 private:
  static constexpr std::uint32_t kChunk = BoxSmoother::kMostFrames;
  using Frames = std::array<double, kChunk>;

  void chunk(const Block& b, std::uint32_t at, std::uint32_t frames) noexcept {
    if (true_peak_) raise_to_true_peaks(b, at, frames);
    if (is_quiet(b, at, frames)) return hand_on(b, at, frames);
    if (!true_peak_) raise_to_peaks(b, at, frames);
    work_out_gains(frames);
    swap_lines(b, at, frames, [&](const double* in, double* line, double* out, std::uint32_t from, std::uint32_t n) {
      ops_.limit(in, line, out, gains_.data() + from, ceilings_.data() + from, n);
    });
  }

  /// Nothing is to be limited, and nothing is left over from what was.
  bool is_quiet(const Block& b, std::uint32_t at, std::uint32_t frames) noexcept {
    const LimiterState& s = state(0);
    if (s.idle < forgets_after_ || s.ceiling.moving()) return false;
    if (true_peak_) return ops_.loudest(peaks_.data(), frames) <= s.settled;
    for (std::uint32_t c = 0; c < channels_; ++c)
      if (ops_.loudest(b.in[c] + at, frames) > s.settled) return false;
    return true;
  }

  void hand_on(const Block& b, std::uint32_t at, std::uint32_t frames) noexcept {
    swap_lines(b, at, frames, [&](const double* in, double* line, double* out, std::uint32_t, std::uint32_t n) {
      ops_.hold(in, line, out, state(0).settled, n);
    });
  }

  /// `swap(in, line, out, from, n)`: the `n` frames behind the first `from`, in and out of the line. The bounds that it sets
  /// take off what rounding may have left over the ceiling; what is not a number stays so.
  template <class Swap>
  void swap_lines(const Block& b, std::uint32_t at, std::uint32_t frames, Swap swap) noexcept {
    for (std::uint32_t c = 0; c < channels_; ++c) {
      const double* in = b.in[c] + at;
      double* out = b.out[c] + at;
      if (latency_ > 0) {
        state(0).lines[c].pieces(frames, [&](double* line, std::uint32_t from, std::uint32_t n) { swap(in + from, line, out + from, from, n); });
        continue;
      }
      // Without look-ahead a frame comes out of what it went into.
      std::copy_n(in, frames, out);
      swap(out, out, out, 0, frames);
    }
  }

  /// `ceilings_` and `gains_` from `peaks_`.
  void work_out_gains(std::uint32_t frames) noexcept {
    LimiterState& s = state(0);
    const std::uint32_t moving = std::min(frames, s.ceiling.left());
    for (std::uint32_t i = 0; i < moving; ++i) ceilings_[i] = from_db(s.ceiling.next());
    std::fill(ceilings_.begin() + moving, ceilings_.begin() + frames, s.settled);
    for (std::uint32_t i = 0; i < frames; ++i) gains_[i] = peaks_[i] / ceilings_[i];
    s.need.process(gains_.data(), frames);
    s.released = ops_.release(gains_.data(), s.release, kNear, s.released, frames);
    count_idle(moving, frames);
    s.least = std::min(s.least, s.smoother.process(gains_.data(), frames));
    // A line that holds one number throughout gives what it gets.
    if (moving > 0 || s.steady < latency_) s.ceilings.process(ceilings_.data(), ceilings_.data(), frames);
    s.steady = moving > 0 ? 0 : std::min(s.steady + frames, latency_);
  }

  /// The last frames of the chunk in which nothing was to be limited, which go on those before it if they are all of it.
  void count_idle(std::uint32_t moving, std::uint32_t frames) noexcept {
    std::uint32_t first = frames;
    while (first > moving && gains_[first - 1] == 1) --first;
    LimiterState& s = state(0);
    s.idle = std::min(frames - first + (first == 0 ? s.idle : 0), forgets_after_);
  }

  void raise_to_peaks(const Block& b, std::uint32_t at, std::uint32_t frames) noexcept {
    peaks_.fill(0);
    for (std::uint32_t c = 0; c < channels_; ++c) ops_.raise(b.in[c] + at, kLoudest, peaks_.data(), frames);
  }

  void raise_to_true_peaks(const Block& b, std::uint32_t at, std::uint32_t frames) noexcept {
    peaks_.fill(0);
    for (std::uint32_t c = 0; c < channels_; ++c)
      state(0).true_peaks[c].process(interpolator_, b.in[c] + at, peaks_.data(), points_, frames);
  }

  /// A gain is released towards this much more than suits, so that it gets there: at rest the signal passes bit for bit.
  static constexpr double kNear = 1e-10;

  double rate_hz_;
  const DynamicsOps& ops_;
  std::uint32_t channels_;
  std::uint32_t glide_;
  params::Limiter start_;
  bool true_peak_;
  std::uint32_t look_ahead_, latency_;
  std::uint32_t forgets_after_;  ///< idle frames after which neither gains nor ceilings of before are left
  Interpolator interpolator_;
  // Scratch of one chunk.
  Frames peaks_, ceilings_, gains_;
  Interpolator::Phases points_;
};

}  // namespace

std::unique_ptr<Kernel> make_limiter(const KernelSetup& setup) { return std::make_unique<LimiterKernel>(setup); }

}  // namespace busbar
