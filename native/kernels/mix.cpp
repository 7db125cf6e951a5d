// mix: a weighted sum with a part per source. Sums run in the order of the parts, and the first source of a channel
// is stored rather than added, so a single source at unity passes bit for bit. A source whose factor rests at zero
// contributes nothing at all, whatever it holds. Gains, mutes and polarities may be parts too: ahead of a source's part
// and over its reads they scale that source, reading nothing they scale the sum. Invariant: numbers are multiplied one by
// one in the order of the parts, so that the sum is that of the same steps by themselves, bit for bit.
#include <algorithm>
#include <vector>

#include "dsp/decibels.h"
#include "dsp/pan_law.h"
#include "dsp/ramp.h"
#include "generated/params.h"
#include "kernels/factor.h"

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

class MixKernel final : public Kernel {
 public:
  explicit MixKernel(const KernelSetup& setup) : Kernel(setup), glide_(glide_frames(setup.rate_hz)), gains_(setup.max_frames) {
    std::vector<bool> written(setup.writes);
    std::uint32_t widest = 0, ahead = 0;
    for (std::size_t p = 0; p < setup.parts.size(); ++p) {
      const PartView& view = setup.parts[p];
      Part part;
      part.read = view.read_first;
      part.reads = view.read_count;
      part.write = view.write_first;
      part.writes = view.write_count;
      part.factor = factor_function(view.type);
      if (part.factor) {
        part.start = {{part.factor(view.params), 0}};
        if (part.reads > 0) ++ahead;
      } else {
        const auto& params = setup.params<params::Mix>(p);
        part.start = factors_of(params);
        part.factors = params.panned != 0 ? 2u : 1u;
        part.ahead = ahead;
        if (ahead > 0) widest = std::max(widest, part.reads);
        ahead = 0;
        for (std::uint32_t w = 0; w < part.writes; ++w) {
          const std::uint32_t write = part.write + w;
          part.wires[w % part.factors].push_back({part.reads == 1 ? 0 : w, write, !written[write]});
          written[write] = true;
        }
      }
      parts_.push_back(std::move(part));
    }
    for (std::uint32_t w = 0; w < setup.writes; ++w)
      if (!written[w]) silent_.push_back(w);
    scaled_.resize(std::size_t{widest} * setup.max_frames);
    for (std::uint32_t c = 0; c < widest; ++c) scaled_at_.push_back(scaled_.data() + std::size_t{c} * setup.max_frames);
  }

  void process(const Block& b) noexcept override {
    for (const std::uint32_t w : silent_) std::fill_n(b.out[w], b.frames, 0.0);
    for (std::uint32_t p = 0; p < part_count(); ++p) {
      const Part& part = parts_[p];
      if (!part.factor) {
        const double* const* in = scaled(b, p);
        for (std::uint32_t f = 0; f < part.factors; ++f) add(in, b, part.wires[f], state<MixState>(p).factors[f]);
      } else if (part.reads == 0) {
        double* const* out = b.out + part.write;
        run_factor(state<FactorState>(p).factor, out, out, part.writes, b.frames);
      }
    }
  }

  void update(std::uint32_t p, const double* values) noexcept override {
    const Part& part = parts_[p];
    if (part.factor) return state<FactorState>(p).factor.glide(part.factor(values), glide_);
    const Factors to = factors_of(*reinterpret_cast<const params::Mix*>(values));
    for (std::uint32_t f = 0; f < part.factors; ++f) state<MixState>(p).factors[f].glide(to.at[f], glide_);
  }

  void reset(std::uint32_t p) noexcept override {
    if (parts_[p].factor) return finish(state<FactorState>(p).factor);
    for (Ramp& r : state<MixState>(p).factors) finish(r);
  }

 protected:
  void* lay_out(std::uint32_t p, Carver& carver) override {
    const Factors& start = parts_[p].start;
    if (parts_[p].factor) {
      auto* s = carver.take<FactorState>(1);
      if (s) s->factor.jump(start.at[0]);
      return s;
    }
    auto* s = carver.take<MixState>(1);
    if (s)
      for (std::uint32_t f = 0; f < 2; ++f) s->factors[f].jump(start.at[f]);
    return s;
  }

 private:
  struct Wire {
    std::uint32_t read, write;  ///< the read as one of the part's
    bool first;  ///< stores, where later sources add
  };
  struct Part {
    std::uint32_t read = 0, reads = 0, write = 0, writes = 0;
    FactorFunction factor = nullptr;  ///< null: a source
    Factors start{};
    std::uint32_t factors = 1;
    std::uint32_t ahead = 0;  ///< factors that stand ahead of the source
    std::vector<Wire> wires[2];  ///< by factor
  };

  static void finish(Ramp& r) noexcept { r.jump(r.target()); }

  template <class State>
  State& state(std::uint32_t p) noexcept {
    return *static_cast<State*>(raw_state(p));
  }

  /// What a source reads, once the factors ahead of it have scaled it.
  const double* const* scaled(const Block& b, std::uint32_t p) noexcept {
    const Part& part = parts_[p];
    const double* const* in = b.in + part.read;
    for (std::uint32_t f = p - part.ahead; f < p; ++f) {
      run_factor(state<FactorState>(f).factor, in, scaled_at_.data(), part.reads, b.frames);
      in = scaled_at_.data();
    }
    return in;
  }

  /// Adds one source through one factor: frame by frame while it glides, then at rest.
  void add(const double* const* ins, const Block& b, const std::vector<Wire>& wires, Ramp& factor) noexcept {
    std::uint32_t moving = 0;
    while (moving < b.frames && factor.moving()) gains_[moving++] = factor.next();
    const double rest = factor.target();
    for (const Wire& wire : wires) {
      const double* in = ins[wire.read];
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
  std::vector<Part> parts_;
  std::vector<std::uint32_t> silent_;
  std::vector<double> gains_;   ///< scratch: factors of the frames of a glide
  std::vector<double> scaled_;  ///< scratch: one source
  std::vector<double*> scaled_at_;
};

/// One channel spreads over all writes, and alone may be panned between two; else reads and writes pair up.
bool is_wired(const PartView& part, const params::Mix& p) {
  if (p.panned != 0) return part.read_count == 1 && part.write_count == 2;
  return part.write_count > 0 && (part.read_count == 1 || part.read_count == part.write_count);
}

/// Factors stand ahead of the source whose reads and writes they share, or behind all sources of the writes they scale.
bool are_wired(const KernelSetup& setup) {
  const PartView* ahead = nullptr;
  for (std::size_t p = 0; p < setup.parts.size(); ++p) {
    const PartView& part = setup.parts[p];
    if (ahead && (part.read_first != ahead->read_first || part.read_count != ahead->read_count ||
                  part.write_first != ahead->write_first || part.write_count != ahead->write_count))
      return false;
    const bool is_factor = factor_function(part.type) != nullptr;
    if (!is_factor && !is_wired(part, setup.params<params::Mix>(p))) return false;
    ahead = is_factor && part.read_count > 0 ? &part : nullptr;
  }
  return !ahead;
}

}  // namespace

std::unique_ptr<Kernel> make_mix(const KernelSetup& setup) {
  return are_wired(setup) ? std::make_unique<MixKernel>(setup) : nullptr;
}

}  // namespace busbar
