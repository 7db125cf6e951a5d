// mix: a weighted sum with a part per source. Sums run in the order of the parts, and the first source of a channel
// is stored rather than added, so a single source at unity passes bit for bit. A source whose factor rests at zero
// contributes nothing at all, whatever it holds. Steps that only weigh channels (kernels/blend.h) may be parts too: ahead of
// a source's part and over its reads they weigh that source, reading nothing they weigh the sum. Invariant: numbers are
// multiplied one by one in the order of the parts, so that the sum is that of the same steps by themselves, bit for bit; but
// weights of 1, -1 and 0 ahead of a source, which round nothing, cost nothing at rest.
#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "dsp/decibels.h"
#include "dsp/pan_law.h"
#include "dsp/ramp.h"
#include "generated/params.h"
#include "kernels/blend.h"
#include "kernels/mix_tiles.h"

namespace busbar {
namespace {

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
      : Kernel(setup), glide_(glide_frames(setup.rate_hz)), reads_(setup.reads), tiles_(setup.writes, terms_of(setup)) {
    std::vector<std::vector<Term>> rows(setup.writes);
    parts_.reserve(setup.parts.size());
    std::uint32_t ahead = 0, widest = 0, width = 0, columns = setup.reads;
    for (std::uint32_t p = 0; p < setup.parts.size(); ++p) {
      const PartView& view = setup.parts[p];
      Part& part = parts_.emplace_back();
      part.writes = view.write_count;
      part.write = view.write_first;
      part.read = view.read_first;
      part.blend = blend_of(view.type);
      part.start = static_cast<std::uint32_t>(starts_.size());
      if (ahead == 0) width = widest = view.read_count;
      part.reads = width;
      if (part.blend) {
        starts_.insert(starts_.end(), view.params, view.params + kernel_param_count(view.type));
        if (view.read_count == 0) {
          last_.push_back(p);
          continue;
        }
        ++ahead;
        width = part.blend->outputs(width);
        widest = std::max(widest, width);
        continue;
      }
      const auto& params = setup.params<params::Mix>(p);
      const Factors start = factors_of(params);
      starts_.insert(starts_.end(), start.at, start.at + 2);
      part.factors = params.panned != 0 ? 2u : 1u;
      part.ahead = ahead;
      part.column = ahead == 0 ? part.read : columns;
      if (ahead > 0) {
        weighed_sources_.push_back(p);
        columns += widest;
      }
      ahead = 0;
      for (std::uint32_t w = 0; w < part.writes; ++w)
        rows[part.write + w].push_back({p, w % part.factors, part.reads == 1 ? 0 : w});
    }
    columns_.resize(columns);
    rows_.push_back(0);
    for (const std::vector<Term>& row : rows) {
      terms_.insert(terms_.end(), row.begin(), row.end());
      rows_.push_back(static_cast<std::uint32_t>(terms_.size()));
    }
  }

  /// Sources behind the weights ahead of them, and the factors of the frames of a glide.
  std::uint32_t scratch() const noexcept override { return weighed() + 1; }

  void process(const Block& b) noexcept override {
    if (changed_) place();
    const double* const* columns = b.in;
    if (!weighed_sources_.empty()) {
      const double** column = columns_.data();
      for (std::uint32_t c = 0; c < reads_; ++c) *column++ = b.in[c];
      for (double* const* s = b.scratch; column != columns_.data() + columns_.size(); ++s) *column++ = *s;
      columns = columns_.data();
      for (const std::uint32_t p : weighed_sources_)
        if (!parts_[p].plain) weigh_source(p, b);
    }
    if (moving_) glide(b, columns);
    else tiles_.process(columns, b.out, b.frames);
    for (const std::uint32_t p : last_) {
      double* const* out = b.out + parts_[p].write;
      parts_[p].blend->run(raw_state(p), out, parts_[p].writes, out, b.frames);
    }
  }

  void update(std::uint32_t p, const double* values) noexcept override {
    changed_ = true;
    const Part& part = parts_[p];
    if (part.blend) return part.blend->glide(raw_state(p), values, glide_);
    const Factors to = factors_of(*reinterpret_cast<const params::Mix*>(values));
    for (std::uint32_t f = 0; f < part.factors; ++f) ramps_of(p)[f].glide(to.at[f], glide_);
  }

  void reset(std::uint32_t p) noexcept override {
    if (parts_[p].blend) return parts_[p].blend->finish(raw_state(p));
    for (Ramp& r : ramps_of(p)) r.jump(r.target());
  }

 protected:
  void* lay_out(std::uint32_t p, Carver& carver) override {
    const double* start = starts_.data() + parts_[p].start;
    if (parts_[p].blend) return parts_[p].blend->lay_out(carver, start);
    auto* ramps = carver.take<Ramp>(parts_[p].factors);
    for (std::uint32_t f = 0; ramps && f < parts_[p].factors; ++f) ramps[f].jump(start[f]);
    return ramps;
  }

  void states_moved() noexcept override { changed_ = true; }

 private:
  /// What a part adds to a channel: one of its channels through one of its factors.
  struct Term {
    std::uint32_t part, factor, channel;
  };
  struct Part {
    std::uint32_t read = 0, reads = 0;  ///< of the op, and as many as the part itself takes
    std::uint32_t write = 0, writes = 0;
    const Blend* blend = nullptr;  ///< null: a source
    std::uint32_t start = 0;       ///< where `starts_` has its params, or the factors of a source
    std::uint32_t factors = 1;
    std::uint32_t ahead = 0;   ///< parts ahead of the source that weigh it
    std::uint32_t column = 0;  ///< the first of those that it adds, once it is weighed
    bool plain = false;        ///< what is ahead rounds nothing now: the source is read as it comes
  };

  std::uint32_t weighed() const noexcept { return static_cast<std::uint32_t>(columns_.size()) - reads_; }
  /// What a source is multiplied by: two where it is panned, else one.
  std::span<Ramp> ramps_of(std::uint32_t p) noexcept { return {static_cast<Ramp*>(raw_state(p)), parts_[p].factors}; }
  Ramp& ramp_of(const Term& t) noexcept { return ramps_of(t.part)[t.factor]; }

  static std::size_t terms_of(const KernelSetup& setup) {
    std::size_t terms = 0;
    for (const PartView& view : setup.parts)
      if (!blend_of(view.type)) terms += view.write_count;
    return terms;
  }

  /// What a source adds, once the parts ahead of it have weighed it.
  void weigh_source(std::uint32_t p, const Block& b) noexcept {
    const Part& part = parts_[p];
    double* const* out = b.scratch + (part.column - reads_);
    const double* const* in = b.in + part.read;
    for (std::uint32_t a = p - part.ahead; a < p; ++a) {
      parts_[a].blend->run(raw_state(a), in, parts_[a].reads, out, b.frames);
      in = out;
    }
  }

  /// What stands ahead of a channel of a source, as one weight: 1, -1 or 0. Nothing where it is another, or moves.
  std::optional<double> weight_of(std::uint32_t p, std::uint32_t channel) noexcept {
    double product = 1;
    for (std::uint32_t a = p - parts_[p].ahead; a < p; ++a) {
      if (parts_[a].blend->moving(raw_state(a))) return std::nullopt;
      const auto weight = parts_[a].blend->weight(raw_state(a), parts_[a + 1].reads == 1 ? 0 : channel);
      if (!weight || (*weight != 0 && std::abs(*weight) != 1)) return std::nullopt;
      product = *weight == 0 ? 0 : product * *weight;
    }
    // Silence upside down is -0, which is something else to a sum.
    if (product == 0 && std::signbit(product)) return std::nullopt;
    return product;
  }

  void place() noexcept {
    moving_ = false;
    changed_ = false;
    for (const Term& t : terms_) moving_ = moving_ || ramp_of(t).moving();
    for (const std::uint32_t p : weighed_sources_) {
      Part& part = parts_[p];
      part.plain = !moving_;
      for (std::uint32_t c = 0; c < part.reads; ++c) part.plain = part.plain && weight_of(p, c);
      for (std::uint32_t a = p - part.ahead; a < p; ++a) changed_ = changed_ || parts_[a].blend->moving(raw_state(a));
    }
    changed_ = changed_ || moving_;
    if (!moving_) place_tiles();
  }

  void place_tiles() noexcept {
    tiles_.clear();
    for (std::uint32_t row = 0; row + 1 < rows_.size(); ++row) {
      const std::span<const Term> terms(terms_.data() + rows_[row], terms_.data() + rows_[row + 1]);
      // Once something silent was added no sum is -0.
      tiles_.row(!terms.empty() && (ramp_of(terms.front()).target() == 0 || std::ranges::any_of(terms, [&](const Term& t) { return is_silent(t); })));
      for (const Term& t : terms) {
        const Part& part = parts_[t.part];
        const double gain = ramp_of(t).target();
        if (gain == 0 || is_silent(t)) continue;
        if (part.plain && part.ahead > 0) tiles_.term(part.read + (parts_[t.part - part.ahead].reads == 1 ? 0 : t.channel), gain * *weight_of(t.part, t.channel));
        else tiles_.term(part.column + t.channel, gain);
      }
    }
    tiles_.settle();
  }

  /// Muted ahead of the sum.
  bool is_silent(const Term& t) noexcept {
    const Part& part = parts_[t.part];
    return part.plain && part.ahead > 0 && ramp_of(t).target() != 0 && *weight_of(t.part, t.channel) == 0;
  }

  /// The same sums one source at a time, its factor frame by frame.
  void glide(const Block& b, const double* const* columns) noexcept {
    double* const gains = b.scratch[weighed()];
    for (std::uint32_t row = 0; row + 1 < rows_.size(); ++row) {
      double* out = b.out[row];
      if (rows_[row] == rows_[row + 1]) std::fill_n(out, b.frames, 0.0);
      for (std::uint32_t i = rows_[row]; i < rows_[row + 1]; ++i) {
        const Term& t = terms_[i];
        const Ramp& ramp = ramp_of(t);
        const bool first = i == rows_[row];
        const std::uint32_t frames = ramp.target() == 0 ? std::min(b.frames, ramp.left()) : b.frames;
        for (std::uint32_t f = 0; f < frames; ++f) gains[f] = ramp.value_in(f);
        (first ? simd().scale : simd().scale_add)(columns[parts_[t.part].column + t.channel], gains, out, frames);
        if (first) std::fill(out + frames, out + b.frames, 0.0);
      }
    }
    for (std::uint32_t p = 0; p < part_count(); ++p)
      if (!parts_[p].blend)
        for (Ramp& ramp : ramps_of(p)) ramp.skip(b.frames);
  }

  std::uint32_t glide_;
  std::uint32_t reads_;
  std::vector<Part> parts_;
  std::vector<double> starts_;
  std::vector<std::uint32_t> weighed_sources_, last_;  ///< parts: sources behind weights, weights behind the sum
  std::vector<Term> terms_;           ///< channel by channel, in the order of the parts
  std::vector<std::uint32_t> rows_;   ///< where the terms of a channel begin, and where the last end
  MixTiles tiles_;
  std::vector<const double*> columns_;  ///< what is read, and behind it what was weighed
  bool changed_ = true;  ///< states or targets are not those of the tiles
  bool moving_ = false;
};

/// One channel spreads over all writes, and alone may be panned between two; else channels and writes pair up.
bool is_wired(std::uint32_t channels, std::uint32_t writes, const params::Mix& p) {
  if (p.panned != 0) return channels == 1 && writes == 2;
  return writes > 0 && (channels == 1 || channels == writes);
}

/// Weights stand ahead of the source whose reads and writes they share, or behind all sources of the writes they weigh.
bool are_wired(const KernelSetup& setup) {
  const PartView* ahead = nullptr;
  std::uint32_t channels = 0;
  for (std::size_t p = 0; p < setup.parts.size(); ++p) {
    const PartView& part = setup.parts[p];
    if (ahead && (part.read_first != ahead->read_first || part.read_count != ahead->read_count ||
                  part.write_first != ahead->write_first || part.write_count != ahead->write_count))
      return false;
    if (!ahead) channels = part.read_count;
    const Blend* blend = blend_of(part.type);
    if (!blend) {
      if (!is_wired(channels, part.write_count, setup.params<params::Mix>(p))) return false;
    } else if (part.read_count == 0) {
      if (blend->outputs(part.write_count) != part.write_count) return false;
    } else {
      channels = blend->outputs(channels);
      if (channels == 0) return false;
    }
    ahead = blend && part.read_count > 0 ? &part : nullptr;
  }
  return !ahead;
}

}  // namespace

std::unique_ptr<Kernel> make_mix(const KernelSetup& setup) {
  return are_wired(setup) ? std::make_unique<MixKernel>(setup) : nullptr;
}

}  // namespace busbar
