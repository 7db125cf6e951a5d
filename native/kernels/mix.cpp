// mix: a weighted sum with a part per source. Sums run in the order of the parts, and the first source of a channel
// is stored rather than added, so a single source at unity passes bit for bit. A source whose factor rests at zero
// contributes nothing at all, whatever it holds.
#include <algorithm>
#include <vector>

#include "dsp/decibels.h"
#include "dsp/pan_law.h"
#include "dsp/ramp.h"
#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

/// Unpanned sources use the first factor only.
struct MixState {
  Ramp factors[2];
};

struct Factors {
  double at[2];
};

Factors factors_of(const params::Mix& p) noexcept {
  const double gain = p.mute != 0 ? 0.0 : from_db(p.gain_db);
  if (p.panned == 0) return {{gain, 0}};
  const StereoFactors pan = pan_law(p.pan_percent / 100);
  return {{gain * pan.left, gain * pan.right}};
}

class MixKernel final : public KernelOf<MixState> {
 public:
  explicit MixKernel(const KernelSetup& setup) : KernelOf(setup), glide_(glide_frames(setup.rate_hz)), gains_(setup.max_frames) {
    std::vector<bool> written(setup.writes);
    for (std::size_t p = 0; p < setup.parts.size(); ++p) {
      const PartView& view = setup.parts[p];
      const auto& params = setup.params<params::Mix>(p);
      Source source{factors_of(params), params.panned != 0 ? 2u : 1u, {}};
      for (std::uint32_t w = 0; w < view.write_count; ++w) {
        const std::uint32_t read = view.read_first + (view.read_count == 1 ? 0 : w);
        const std::uint32_t write = view.write_first + w;
        source.wires[w % source.factors].push_back({read, write, !written[write]});
        written[write] = true;
      }
      sources_.push_back(std::move(source));
    }
    for (std::uint32_t w = 0; w < setup.writes; ++w)
      if (!written[w]) silent_.push_back(w);
  }

  void process(const Block& b) noexcept override {
    for (const std::uint32_t w : silent_) std::fill_n(b.out[w], b.frames, 0.0);
    for (std::uint32_t p = 0; p < part_count(); ++p)
      for (std::uint32_t f = 0; f < sources_[p].factors; ++f) add(b, sources_[p].wires[f], state(p).factors[f]);
  }

  void update(std::uint32_t part, const double* values) noexcept override {
    const Factors to = factors_of(*reinterpret_cast<const params::Mix*>(values));
    for (std::uint32_t f = 0; f < sources_[part].factors; ++f) state(part).factors[f].glide(to.at[f], glide_);
  }

  void reset(std::uint32_t part) noexcept override {
    for (Ramp& r : state(part).factors) r.jump(r.target());
  }

 protected:
  void* lay_out(std::uint32_t part, Carver& carver) override {
    auto* s = carver.take<MixState>(1);
    if (s)
      for (std::uint32_t f = 0; f < 2; ++f) s->factors[f].jump(sources_[part].start.at[f]);
    return s;
  }

 private:
  struct Wire {
    std::uint32_t read, write;
    bool first;  ///< stores, where later sources add
  };
  struct Source {
    Factors start;
    std::uint32_t factors;
    std::vector<Wire> wires[2];  ///< by factor
  };

  /// Adds one source through one factor: frame by frame while it glides, then at rest.
  void add(const Block& b, const std::vector<Wire>& wires, Ramp& factor) noexcept {
    std::uint32_t moving = 0;
    while (moving < b.frames && factor.moving()) gains_[moving++] = factor.next();
    const double rest = factor.target();
    for (const Wire& wire : wires) {
      const double* in = b.in[wire.read];
      double* out = b.out[wire.write];
      if (wire.first) {
        for (std::uint32_t i = 0; i < moving; ++i) out[i] = in[i] * gains_[i];
        if (rest == 0) std::fill(out + moving, out + b.frames, 0.0);
        else for (std::uint32_t i = moving; i < b.frames; ++i) out[i] = in[i] * rest;
      } else {
        for (std::uint32_t i = 0; i < moving; ++i) out[i] += in[i] * gains_[i];
        if (rest != 0) for (std::uint32_t i = moving; i < b.frames; ++i) out[i] += in[i] * rest;
      }
    }
  }

  std::uint32_t glide_;
  std::vector<Source> sources_;
  std::vector<std::uint32_t> silent_;
  std::vector<double> gains_;  ///< scratch: factors of the frames of a glide
};

/// One channel spreads over all writes, and alone may be panned between two; else reads and writes pair up.
bool is_wired(const PartView& part, const params::Mix& p) {
  if (p.panned != 0) return part.read_count == 1 && part.write_count == 2;
  return part.write_count > 0 && (part.read_count == 1 || part.read_count == part.write_count);
}

}  // namespace

std::unique_ptr<Kernel> make_mix(const KernelSetup& setup) {
  for (std::size_t p = 0; p < setup.parts.size(); ++p)
    if (!is_wired(setup.parts[p], setup.params<params::Mix>(p))) return nullptr;
  return std::make_unique<MixKernel>(setup);
}

}  // namespace busbar
