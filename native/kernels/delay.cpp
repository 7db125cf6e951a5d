// delay: n channels, later by a time. Whole frames are moved, bit for bit; a sub-frame delay is whole frames and then a
// windowed sinc, whose own latency comes on top and is declared.
#include <array>
#include <cmath>

#include "dsp/delay_line.h"
#include "dsp/direct_fir.h"
#include "dsp/windowed_sinc.h"
#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

/// Half the taps of the interpolation; they span 63 frames, so its latency is 31: `subframeLatency` of
/// schema/nodes/delay.ts says so too.
constexpr std::uint32_t kHalf = 32;
/// Pass band up to 0.43 of the rate, 0.0001 dB flat.
constexpr double kBeta = 14;

struct Lag {
  std::uint32_t whole;
  double fraction;  ///< 0 <= fraction < 1; used by sub-frame delays only
};

/// `delayFrames` of schema/nodes/delay.ts says the same of whole frames, operation by operation.
Lag lag_of(const params::Delay& p, double rate_hz) noexcept {
  const double frames = p.time_ms * rate_hz / 1000;
  if (p.subframe == 0) return {static_cast<std::uint32_t>(std::floor(frames + 0.5)), 0};
  const double whole = std::floor(frames);
  return {static_cast<std::uint32_t>(whole), frames - whole};
}

struct DelayState {
  DelayLine* lines;
  DirectFir* fractions;
};

class DelayKernel final : public KernelOf<DelayState> {
 public:
  explicit DelayKernel(const KernelSetup& setup)
      : KernelOf(setup),
        channels_(setup.writes),
        subframe_(setup.params<params::Delay>().subframe != 0),
        lag_(lag_of(setup.params<params::Delay>(), setup.rate_hz)) {
    windowed_sinc(taps_.data(), kHalf, lag_.fraction, kBeta);
  }

  void process(const Block& b) noexcept override {
    const DelayState& s = state(0);
    for (std::uint32_t c = 0; c < channels_; ++c) {
      s.lines[c].process(b.in[c], b.out[c], b.frames);
      if (subframe_) s.fractions[c].process(taps_.data(), b.out[c], b.out[c], b.frames);
    }
  }

  void reset(std::uint32_t) noexcept override {
    for (std::uint32_t c = 0; c < channels_; ++c) {
      state(0).lines[c].clear();
      if (subframe_) state(0).fractions[c].clear();
    }
  }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override {
    const std::uint32_t taps = static_cast<std::uint32_t>(taps_.size());
    auto* s = carver.take<DelayState>(1);
    auto* lines = carver.take<DelayLine>(channels_);
    auto* fractions = carver.take<DirectFir>(subframe_ ? channels_ : 0);
    for (std::uint32_t c = 0; c < channels_; ++c) {
      auto* ring = carver.take<double>(lag_.whole);
      auto* window = carver.take<double>(subframe_ ? DirectFir::window_size(taps) : 0);
      if (!s) continue;
      lines[c] = DelayLine(ring, lag_.whole);
      if (subframe_) fractions[c] = DirectFir(window, taps);
    }
    if (s) *s = {lines, fractions};
    return s;
  }

 private:
  std::uint32_t channels_;
  bool subframe_;
  Lag lag_;
  std::array<double, 2 * kHalf> taps_;
};

}  // namespace

std::unique_ptr<Kernel> make_delay(const KernelSetup& setup) { return std::make_unique<DelayKernel>(setup); }

}  // namespace busbar
