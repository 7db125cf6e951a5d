// compressor: one gain for all channels, from the loudest of them or of the key. Feed-forward, in the log domain:
// level, static curve, decoupled detector, make-up. D. Giannoulis, M. Massberg, J. D. Reiss, JAES 60(6), 2012.
#include <algorithm>

#include "dsp/decibels.h"
#include "dsp/decoupled_detector.h"
#include "dsp/gain_computer.h"
#include "dsp/level_detector.h"
#include "dsp/one_pole.h"
#include "dsp/ramp.h"
#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

struct CompressorState {
  Ramp threshold, slope, knee, makeup;
  Ramp attack, release;  ///< coefficients
  DecoupledDetector detector;
  double most;  ///< dB of reduction since the last reading

  bool moving() const noexcept {
    return threshold.moving() || slope.moving() || knee.moving() || makeup.moving() || attack.moving() || release.moving();
  }
};

double slope_of(const params::Compressor& p) noexcept { return 1 - 1 / p.ratio; }

class CompressorKernel final : public KernelOf<CompressorState> {
 public:
  explicit CompressorKernel(const KernelSetup& setup)
      : KernelOf(setup),
        rate_hz_(setup.rate_hz),
        channels_(setup.writes),
        key_first_(setup.reads > setup.writes ? setup.writes : 0),
        key_count_(setup.reads - key_first_),
        glide_(glide_frames(setup.rate_hz)),
        start_(setup.params<params::Compressor>()) {}

  void process(const Block& b) noexcept override {
    CompressorState& s = state(0);
    std::uint32_t i = 0;
    for (; i < b.frames && s.moving(); ++i) {
      const GainComputer curve(s.threshold.next(), s.slope.next(), s.knee.next());
      frame(b, i, s, curve, s.makeup.next(), s.attack.next(), s.release.next());
    }
    if (i == b.frames) return;
    const GainComputer curve(s.threshold.target(), s.slope.target(), s.knee.target());
    const double attack = s.attack.target(), release = s.release.target();
    for (; i < b.frames; ++i) frame(b, i, s, curve, s.makeup.target(), attack, release);
  }

  void update(std::uint32_t, const double* values) noexcept override {
    const auto& p = *reinterpret_cast<const params::Compressor*>(values);
    CompressorState& s = state(0);
    s.threshold.glide(p.threshold_dbfs, glide_frames(rate_hz_, p.threshold_dbfs - s.threshold.value()));
    s.slope.glide(slope_of(p), glide_);
    s.knee.glide(p.knee_db, glide_);
    s.makeup.glide(p.makeup_db, glide_);
    s.attack.glide(one_pole(p.attack_ms, rate_hz_), glide_);
    s.release.glide(one_pole(p.release_ms, rate_hz_), glide_);
  }

  void reset(std::uint32_t) noexcept override {
    CompressorState& s = state(0);
    for (Ramp* r : {&s.threshold, &s.slope, &s.knee, &s.makeup, &s.attack, &s.release}) r->jump(r->target());
    s.detector.clear();
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
    auto* s = carver.take<CompressorState>(1);
    if (!s) return s;
    s->threshold.jump(start_.threshold_dbfs);
    s->slope.jump(slope_of(start_));
    s->knee.jump(start_.knee_db);
    s->makeup.jump(start_.makeup_db);
    s->attack.jump(one_pole(start_.attack_ms, rate_hz_));
    s->release.jump(one_pole(start_.release_ms, rate_hz_));
    return s;
  }

 private:
  void frame(const Block& b, std::uint32_t i, CompressorState& s, const GainComputer& curve, double makeup, double attack,
             double release) const noexcept {
    const double asked = curve.reduction(linked_peak(b.in + key_first_, key_count_, i));
    const double reduction = s.detector.next(asked, attack, release);
    s.most = std::max(s.most, reduction);
    const double gain = from_db(makeup - reduction);
    for (std::uint32_t c = 0; c < channels_; ++c) b.out[c][i] = b.in[c][i] * gain;
  }

  double rate_hz_;
  std::uint32_t channels_;
  std::uint32_t key_first_, key_count_;  ///< reads that are listened to
  std::uint32_t glide_;
  params::Compressor start_;
};

}  // namespace

std::unique_ptr<Kernel> make_compressor(const KernelSetup& setup) { return std::make_unique<CompressorKernel>(setup); }

}  // namespace busbar
