// gate: attenuates all channels by a depth while the loudest of them, or of the key, is below a threshold. One gain for
// all, moved as a factor, so that opening is as fast at any depth, and without corners.
#include <algorithm>

#include "dsp/decibels.h"
#include "dsp/level_detector.h"
#include "dsp/ramp.h"
#include "dsp/smooth_follower.h"
#include "dsp/trigger.h"
#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

struct GateState {
  Ramp depth;
  TriggerLevels levels;
  double attack, release;  ///< coefficients
  Trigger trigger;
  SmoothFollower gain;
  double least;  ///< gain since the last reading
};

class GateKernel final : public KernelOf<GateState> {
 public:
  explicit GateKernel(const KernelSetup& setup)
      : KernelOf(setup),
        rate_hz_(setup.rate_hz),
        channels_(setup.writes),
        key_first_(setup.reads > setup.writes ? setup.writes : 0),
        key_count_(setup.reads - key_first_),
        glide_(glide_frames(setup.rate_hz)),
        start_(setup.params<params::Gate>()) {}

  void process(const Block& b) noexcept override {
    GateState& s = state(0);
    const double settled = from_db(-s.depth.target());
    for (std::uint32_t i = 0; i < b.frames; ++i) {
      const bool open = s.trigger.next(linked_peak(b.in + key_first_, key_count_, i), s.levels);
      const double floor = s.depth.moving() ? from_db(-std::max(0.0, s.depth.next())) : settled;
      const double gain = s.gain.next(open ? 1 : floor, open ? s.attack : s.release);
      s.least = std::min(s.least, gain);
      for (std::uint32_t c = 0; c < channels_; ++c) b.out[c][i] = b.in[c][i] * gain;
    }
  }

  void update(std::uint32_t, const double* values) noexcept override {
    const auto& p = *reinterpret_cast<const params::Gate*>(values);
    state(0).depth.glide(p.depth_db, glide_);
    set_switch(state(0), p);
  }

  void reset(std::uint32_t) noexcept override {
    GateState& s = state(0);
    s.depth.jump(s.depth.target());
    close(s);
  }

  /// dB of attenuation at most since the last reading.
  std::uint32_t read_out(std::uint32_t, double* values, std::uint32_t count) noexcept override {
    if (count == 0) return 0;
    values[0] = to_db(1 / state(0).least);
    state(0).least = 1;
    return 1;
  }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override {
    auto* s = carver.take<GateState>(1);
    if (!s) return s;
    s->depth.jump(start_.depth_db);
    set_switch(*s, start_);
    close(*s);
    return s;
  }

 private:
  /// A stream starts with the gate closed.
  static void close(GateState& s) noexcept {
    s.trigger.clear();
    s.gain.jump(from_db(-s.depth.target()));
    s.least = 1;
  }

  /// What may change at once: the follower behind it makes it smooth.
  void set_switch(GateState& s, const params::Gate& p) const noexcept {
    s.levels = {from_db(p.threshold_dbfs), from_db(p.threshold_dbfs - p.hysteresis_db),
                static_cast<std::uint32_t>(p.hold_ms * rate_hz_ / 1000 + 0.5)};
    s.attack = SmoothFollower::coefficient(p.attack_ms, rate_hz_);
    s.release = SmoothFollower::coefficient(p.release_ms, rate_hz_);
  }

  double rate_hz_;
  std::uint32_t channels_;
  std::uint32_t key_first_, key_count_;  ///< reads that are listened to
  std::uint32_t glide_;
  params::Gate start_;
};

}  // namespace

std::unique_ptr<Kernel> make_gate(const KernelSetup& setup) { return std::make_unique<GateKernel>(setup); }

}  // namespace busbar
