// tone: a sine, the same in every channel. Phase is a 64-bit fraction of a turn that wraps by itself, so frequency is
// exact to rate / 2^64 and nothing accumulates; a live change of frequency leaves the phase continuous.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "dsp/decibels.h"
#include "dsp/ramp.h"
#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

struct ToneState {
  std::uint64_t phase = 0;
  std::uint64_t advance = 0;  ///< phase per frame once the frequency rests
  Ramp log_freq;
  Ramp factor;
};

double log_freq_of(const params::Tone& p) noexcept { return std::log(p.freq_hz); }
double factor_of(const params::Tone& p) noexcept { return from_db(p.level_dbfs); }

class ToneKernel final : public KernelOf<ToneState> {
 public:
  explicit ToneKernel(const KernelSetup& setup)
      : KernelOf(setup),
        channels_(setup.writes),
        glide_(glide_frames(setup.rate_hz)),
        rate_hz_(setup.rate_hz),
        start_(setup.params<params::Tone>()) {}

  void process(const Block& b) noexcept override {
    ToneState& s = state(0);
    for (std::uint32_t i = 0; i < b.frames; ++i) {
      const double turns = static_cast<double>(static_cast<std::int64_t>(s.phase)) * 0x1p-64;
      const double y = std::sin(2 * std::numbers::pi * turns) * s.factor.next();
      for (std::uint32_t c = 0; c < channels_; ++c) b.out[c][i] = y;
      s.phase += s.log_freq.moving() ? advance_of(std::exp(s.log_freq.next())) : s.advance;
    }
  }

  void update(std::uint32_t, const double* params) noexcept override {
    const auto& p = *reinterpret_cast<const params::Tone*>(params);
    state(0).log_freq.glide(log_freq_of(p), glide_);
    state(0).factor.glide(factor_of(p), glide_);
    state(0).advance = advance_of(p.freq_hz);
  }

  void reset(std::uint32_t) noexcept override {
    ToneState& s = state(0);
    s.phase = 0;
    s.log_freq.jump(s.log_freq.target());
    s.factor.jump(s.factor.target());
  }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override {
    auto* s = carver.take<ToneState>(1);
    if (s) {
      s->advance = advance_of(start_.freq_hz);
      s->log_freq.jump(log_freq_of(start_));
      s->factor.jump(factor_of(start_));
    }
    return s;
  }

 private:
  /// Phase per frame, in 2^-64 turns; at most half a turn.
  std::uint64_t advance_of(double freq_hz) const noexcept {
    return static_cast<std::uint64_t>(std::ldexp(std::clamp(freq_hz / rate_hz_, 0.0, 0.5), 64));
  }

  std::uint32_t channels_;
  std::uint32_t glide_;
  double rate_hz_;
  params::Tone start_;
};

}  // namespace

std::unique_ptr<Kernel> make_tone(const KernelSetup& setup) { return std::make_unique<ToneKernel>(setup); }

}  // namespace busbar
