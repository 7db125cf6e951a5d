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
#include "kernels/mix_tiles.h"

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
  explicit MixKernel(const KernelSetup& setup)
      : Kernel(setup),
        glide_(glide_frames(setup.rate_hz)),
        reads_(setup.reads),
        terms_(setup.writes),
        tiles_(setup.writes, terms_of(setup)) {
    std::uint32_t ahead = 0, columns = setup.reads;
    for (std::uint32_t p = 0; p < setup.parts.size(); ++p) {
      const PartView& view = setup.parts[p];
      Part& part = parts_.emplace_back();
      part.writes = view.write_count;
      part.write = view.write_first;
      part.read = view.read_first;
      part.reads = view.read_count;
      part.factor = factor_function(view.type);
      if (part.factor) {
        part.start = {{part.factor(view.params), 0}};
        if (part.reads > 0) ++ahead;
        else last_.push_back(p);
        continue;
      }
      const auto& params = setup.params<params::Mix>(p);
      part.start = factors_of(params);
      part.factors = params.panned != 0 ? 2u : 1u;
      part.ahead = ahead;
      part.column = ahead == 0 ? part.read : columns;
      if (ahead > 0) {
        scaled_sources_.push_back(p);
        columns += part.reads;
      }
      ahead = 0;
      for (std::uint32_t w = 0; w < part.writes; ++w)
        terms_[part.write + w].push_back({p, w % part.factors, part.column + (part.reads == 1 ? 0 : w)});
    }
    columns_.resize(columns);
  }

  /// Sources behind the factors ahead of them, and the factors of the frames of a glide.
  std::uint32_t scratch() const noexcept override { return scaled() + 1; }

  void process(const Block& b) noexcept override {
    if (changed_) place();
    const double* const* columns = b.in;
    if (!scaled_sources_.empty()) {
      std::copy_n(b.in, reads_, columns_.begin());
      std::copy_n(b.scratch, scaled(), columns_.begin() + reads_);
      columns = columns_.data();
      for (const std::uint32_t p : scaled_sources_) scale_source(p, b);
    }
    if (moving_) glide(b, columns);
    else tiles_.process(columns, b.out, b.frames);
    for (const std::uint32_t p : last_) {
      double* const* out = b.out + parts_[p].write;
      run_factor(state<FactorState>(p).factor, out, out, parts_[p].writes, b.frames);
    }
  }

  void update(std::uint32_t p, const double* values) noexcept override {
    changed_ = true;
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

  void states_moved() noexcept override { changed_ = true; }

 private:
  /// What a part adds to a channel: one column through one of its factors.
  struct Term {
    std::uint32_t part, factor, column;
  };
  struct Part {
    std::uint32_t read = 0, reads = 0, write = 0, writes = 0;
    FactorFunction factor = nullptr;  ///< null: a source
    Factors start{};
    std::uint32_t factors = 1;
    std::uint32_t ahead = 0;   ///< factors that stand ahead of the source
    std::uint32_t column = 0;  ///< the first of those that it adds
  };

  std::uint32_t scaled() const noexcept { return static_cast<std::uint32_t>(columns_.size()) - reads_; }
  static void finish(Ramp& r) noexcept { r.jump(r.target()); }

  template <class State>
  State& state(std::uint32_t p) noexcept {
    return *static_cast<State*>(raw_state(p));
  }

  static std::size_t terms_of(const KernelSetup& setup) {
    std::size_t terms = 0;
    for (const PartView& view : setup.parts)
      if (!factor_function(view.type)) terms += view.write_count;
    return terms;
  }

  /// What a source adds, once the factors ahead of it have scaled it.
  void scale_source(std::uint32_t p, const Block& b) noexcept {
    const Part& part = parts_[p];
    double* const* out = b.scratch + (part.column - reads_);
    const double* const* in = b.in + part.read;
    for (std::uint32_t f = p - part.ahead; f < p; ++f) {
      run_factor(state<FactorState>(f).factor, in, out, part.reads, b.frames);
      in = out;
    }
  }

  Ramp& ramp_of(const Term& t) noexcept { return state<MixState>(t.part).factors[t.factor]; }

  void place() noexcept {
    tiles_.clear();
    moving_ = false;
    for (const std::vector<Term>& channel : terms_) {
      tiles_.row(!channel.empty() && ramp_of(channel.front()).target() == 0);
      for (const Term& t : channel) {
        const Ramp& ramp = ramp_of(t);
        if (ramp.target() != 0) tiles_.term(t.column, ramp.target());
        moving_ = moving_ || ramp.moving();
      }
    }
    tiles_.settle();
    changed_ = false;
  }

  /// The same sums one source at a time, its factor frame by frame.
  void glide(const Block& b, const double* const* columns) noexcept {
    double* const gains = b.scratch[scaled()];
    for (std::uint32_t w = 0; w < terms_.size(); ++w) {
      double* out = b.out[w];
      if (terms_[w].empty()) std::fill_n(out, b.frames, 0.0);
      for (const Term& t : terms_[w]) {
        const Ramp& ramp = ramp_of(t);
        const bool first = &t == terms_[w].data();
        const std::uint32_t frames = ramp.target() == 0 ? std::min(b.frames, ramp.left()) : b.frames;
        for (std::uint32_t i = 0; i < frames; ++i) gains[i] = ramp.value_in(i);
        (first ? simd().scale : simd().scale_add)(columns[t.column], gains, out, frames);
        if (first) std::fill(out + frames, out + b.frames, 0.0);
      }
    }
    moving_ = false;
    for (std::uint32_t p = 0; p < part_count(); ++p) {
      if (parts_[p].factor) continue;
      for (Ramp& ramp : state<MixState>(p).factors) {
        ramp.skip(b.frames);
        moving_ = moving_ || ramp.moving();
      }
    }
  }

  std::uint32_t glide_;
  std::uint32_t reads_;
  std::vector<Part> parts_;
  std::vector<std::uint32_t> scaled_sources_, last_;  ///< parts: sources behind factors, factors behind the sum
  std::vector<std::vector<Term>> terms_;  ///< by channel, in the order of the parts
  MixTiles tiles_;
  std::vector<const double*> columns_;  ///< what is read, and behind it what was scaled
  bool changed_ = true;  ///< states or targets are not those of the tiles
  bool moving_ = false;
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
