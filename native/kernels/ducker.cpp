// ducker: the programme goes down by a depth while the key is above a threshold, and for a hold after that.
// One gain for all channels, moved in dB without corners.
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

struct DuckerState {
  Ramp depth;
  TriggerLevels levels;
  double attack, release;  ///< coefficients
  Trigger trigger;
  SmoothFollower reduction;
  double most;  ///< dB of reduction since the last reading
};

class DuckerKernel final : public KernelOf<DuckerState> {
 public:
  explicit DuckerKernel(const KernelSetup& setup)
      : KernelOf(setup),
        rate_hz_(setup.rate_hz),
        channels_(setup.writes),
        keys_(setup.reads - setup.writes),
        glide_(glide_frames(setup.rate_hz)),
        start_(setup.params<params::Ducker>()) {}

  void process(const Block& b) noexcept override {
    DuckerState& s = state(0);
    for (std::uint32_t i = 0; i < b.frames; ++i) {
      const bool on = s.trigger.next(linked_peak(b.in + channels_, keys_, i), s.levels);
      const double depth = std::max(0.0, s.depth.next());  // a glide may swing a little beyond
      const double reduction = s.reduction.next(on ? depth : 0, on ? s.attack : s.release);
      s.most = std::max(s.most, reduction);
      const double gain = from_db(-reduction);
      for (std::uint32_t c = 0; c < channels_; ++c) b.out[c][i] = b.in[c][i] * gain;
    }
  }

  void update(std::uint32_t, const double* values) noexcept override {
    const auto& p = *reinterpret_cast<const params::Ducker*>(values);
    state(0).depth.glide(p.depth_db, glide_);
    set_switch(state(0), p);
  }

  void reset(std::uint32_t) noexcept override {
    DuckerState& s = state(0);
    s.depth.jump(s.depth.target());
    s.trigger.clear();
    s.reduction.jump(0);
    s.most = 0;
  }

  std::uint32_t read_out(std::uint32_t, double* values, std::uint32_t count) noexcept override {
    if (count == 0) return 0;
    values[0] = state(0).most;
    state(0).most = 0;
    return 1;
  }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override {
    auto* s = carver.take<DuckerState>(1);
    if (!s) return s;
    s->depth.jump(start_.depth_db);
    set_switch(*s, start_);
    return s;
  }

 private:
  /// What may change at once: the follower behind it makes it smooth.
  void set_switch(DuckerState& s, const params::Ducker& p) const noexcept {
    const double threshold = from_db(p.threshold_dbfs);
    s.levels = {threshold, threshold, static_cast<std::uint32_t>(p.hold_ms * rate_hz_ / 1000 + 0.5)};
    s.attack = SmoothFollower::coefficient(p.attack_ms, rate_hz_);
    s.release = SmoothFollower::coefficient(p.release_ms, rate_hz_);
  }

  double rate_hz_;
  std::uint32_t channels_, keys_;
  std::uint32_t glide_;
  params::Ducker start_;
};

}  // namespace

std::unique_ptr<Kernel> make_ducker(const KernelSetup& setup) { return std::make_unique<DuckerKernel>(setup); }

}  // namespace busbar
