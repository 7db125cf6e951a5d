// delay: n channels, later by a time. Whole frames are moved, bit for bit; a sub-frame delay is whole frames and then a
// windowed sinc, whose own latency comes on top and is declared. Parts stand one behind the other, each with lines of its
// own, so that delays may become one op, and several again, without a sample lost.
#include <algorithm>
#include <cmath>
#include <vector>

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
  explicit DelayKernel(const KernelSetup& setup) : KernelOf(setup), channels_(setup.writes) {
    for (std::uint32_t p = 0; p < setup.parts.size(); ++p) {
      const auto& params = setup.params<params::Delay>(p);
      Part& part = parts_.emplace_back(Part{lag_of(params, setup.rate_hz), {}});
      if (params.subframe == 0) continue;
      part.taps.resize(2 * kHalf);
      windowed_sinc(part.taps.data(), kHalf, part.lag.fraction, kBeta);
    }
  }

  void process(const Block& b) noexcept override {
    for (std::uint32_t c = 0; c < channels_; ++c) {
      const double* in = b.in[c];
      for (std::uint32_t p = 0; p < parts_.size(); ++p) {
        const DelayState& s = state(p);
        s.lines[c].process(in, b.out[c], b.frames);
        in = b.out[c];
        if (!parts_[p].taps.empty()) s.fractions[c].process(parts_[p].taps.data(), in, b.out[c], b.frames);
      }
    }
  }

  void reset(std::uint32_t p) noexcept override {
    for (std::uint32_t c = 0; c < channels_; ++c) {
      state(p).lines[c].clear();
      if (!parts_[p].taps.empty()) state(p).fractions[c].clear();
    }
  }

 protected:
  void* lay_out(std::uint32_t p, Carver& carver) override {
    const auto& [lag, sinc] = parts_[p];
    const auto taps = static_cast<std::uint32_t>(sinc.size());
    auto* s = carver.take<DelayState>(1);
    auto* lines = carver.take<DelayLine>(channels_);
    auto* fractions = carver.take<DirectFir>(taps == 0 ? 0 : channels_);
    for (std::uint32_t c = 0; c < channels_; ++c) {
      auto* ring = carver.take<double>(lag.whole);
      auto* window = carver.take<double>(taps == 0 ? 0 : DirectFir::window_size(taps));
      if (!s) continue;
      lines[c] = DelayLine(ring, lag.whole);
      if (taps != 0) fractions[c] = DirectFir(window, taps);
    }
    if (s) *s = {lines, fractions};
    return s;
  }

 private:
  struct Part {
    Lag lag;
    std::vector<double> taps;  ///< of a sub-frame delay
  };

  std::uint32_t channels_;
  std::vector<Part> parts_;
};

/// One behind the other, over all channels.
bool are_in_series(const KernelSetup& setup) {
  return std::all_of(setup.parts.begin(), setup.parts.end(), [&](const PartView& p) {
    return p.read_count == setup.reads && p.write_count == setup.writes;
  });
}

}  // namespace

std::unique_ptr<Kernel> make_delay(const KernelSetup& setup) {
  return are_in_series(setup) ? std::make_unique<DelayKernel>(setup) : nullptr;
}

}  // namespace busbar
