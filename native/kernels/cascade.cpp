// The one kernel of all filters. In: parts as strands: a strand is a run of parts over the same lanes, filters and
// factors one behind the other. Out: write i of read i. Channels run side by side in registers, whatever their strands.
// Invariant: what a part makes does not depend on what else the op holds: at rest and gliding, alone and in a cascade, the
// arithmetic is one (simd/simd.h).
#include <algorithm>
#include <span>
#include <vector>

#include "generated/params.h"
#include "kernels/factor.h"
#include "kernels/filter.h"
#include "kernels/lane_group.h"

namespace busbar {
namespace {

struct FilterState {
  std::size_t sections = 0;
  SectionGlide* glides = nullptr;    ///< by section
  SectionState* channels = nullptr;  ///< by section, then channel
};

/// The table a filter is designed from; only a parametric list has one.
BlobView table_of(const KernelSetup& setup, const PartView& part) {
  if (part.type != KernelId::parametric) return {};
  return setup.blob(reinterpret_cast<const params::Parametric*>(part.params)->file);
}

class CascadeKernel final : public Kernel {
 public:
  explicit CascadeKernel(const KernelSetup& setup)
      : Kernel(setup), rate_hz_(setup.rate_hz), glide_(glide_frames(setup.rate_hz)), chains_(setup.writes) {
    parts_.reserve(setup.parts.size());
    for (const PartView& view : setup.parts) {
      parts_.push_back(make_part(setup, view));
      const Part& part = parts_.back();
      for (std::uint32_t c = part.lane; c < part.lane + part.lanes; ++c) link(chains_[c], part);
    }
    starts_.shrink_to_fit();
    for (Chain& chain : chains_) chain.shrink_to_fit();
    for (std::uint32_t c = 0; c < setup.writes;) {
      const std::uint32_t n = lanes_of(setup.writes - c);
      groups_.push_back(make_group(c, n));
      c += n;
    }
    groups_.shrink_to_fit();
  }

  void process(const Block& b) noexcept override {
    if (changed_) place();
    for (LaneGroup& group : groups_) group.process(b, moving_);
    if (moving_) move_on(b.frames);
  }

  void update(std::uint32_t p, const double* params) noexcept override {
    changed_ = true;
    if (parts_[p].factor) return state<FactorState>(p).factor.glide(parts_[p].factor(params), glide_);
    Sections designed;
    parts_[p].design(params, blob_of(parts_[p]), rate_hz_, designed);
    const auto& f = state<FilterState>(p);
    for (std::size_t s = 0; s < std::min(f.sections, designed.count); ++s) f.glides[s].glide(designed.at[s], glide_);
  }

  void reset(std::uint32_t p) noexcept override {
    if (parts_[p].factor) {
      Ramp& factor = state<FactorState>(p).factor;
      return factor.jump(factor.target());
    }
    const auto& f = state<FilterState>(p);
    for (std::size_t s = 0; s < f.sections; ++s) f.glides[s].finish();
    std::fill_n(f.channels, f.sections * parts_[p].lanes, SectionState{});
  }

 protected:
  void* lay_out(std::uint32_t p, Carver& carver) override {
    const Part& part = parts_[p];
    if (part.factor) {
      auto* s = carver.take<FactorState>(1);
      if (s) s->factor.jump(part.start_factor);
      return s;
    }
    const std::span<const Section> start = starts_of(part);
    auto* f = carver.take<FilterState>(1);
    auto* glides = carver.take<SectionGlide>(start.size());
    auto* channels = carver.take<SectionState>(start.size() * part.lanes);
    if (f) {
      *f = {start.size(), glides, channels};
      for (std::size_t s = 0; s < start.size(); ++s) glides[s].jump(start[s]);
    }
    return f;
  }

  void states_moved() noexcept override { changed_ = true; }

 private:
  struct Part {
    std::uint32_t index = 0, lane = 0, lanes = 0;
    FactorFunction factor = nullptr;  ///< null: a filter
    double start_factor = 1;
    DesignFunction design = nullptr;
    std::uint32_t first = 0, sections = 0;  ///< in `starts_`
    std::uint32_t table = 0, rows = 0, columns = 0;  ///< in `tables_`
  };

  static constexpr std::uint32_t kNone = 0xffffffff;
  /// A section of a filter.
  struct Link {
    std::uint32_t part = kNone, section = 0;
  };
  /// A level in the chain of a channel: the part whose factor it is, and the sections behind it.
  struct Level {
    std::uint32_t gain = kNone;
    Link sections[kSectionForms];
  };
  using Chain = std::vector<Level>;

  std::span<const Section> starts_of(const Part& part) const noexcept { return {starts_.data() + part.first, part.sections}; }
  BlobView blob_of(const Part& part) const noexcept { return {part.rows, part.columns, tables_.data() + part.table}; }

  LaneGroup make_group(std::uint32_t first, std::uint32_t channels) const {
    std::size_t levels = 0;
    bool forms[kSectionForms] = {};
    for (std::uint32_t c = first; c < first + channels; ++c) {
      levels = std::max(levels, chains_[c].size());
      for (const Level& level : chains_[c])
        for (std::uint32_t form = 0; form < kSectionForms; ++form) forms[form] = forms[form] || level.sections[form].part != kNone;
    }
    return {first, channels, static_cast<std::uint32_t>(levels), forms};
  }

  Part make_part(const KernelSetup& setup, const PartView& view) {
    Part part;
    part.index = static_cast<std::uint32_t>(parts_.size());
    part.lane = view.write_first;
    part.lanes = view.write_count;
    part.factor = factor_function(view.type);
    if (part.factor) {
      part.start_factor = part.factor(view.params);
      return part;
    }
    const BlobView blob = table_of(setup, view);
    part.design = filter_design(view.type);
    part.rows = blob.rows;
    part.columns = blob.columns;
    part.table = static_cast<std::uint32_t>(tables_.size());
    if (blob.data) tables_.insert(tables_.end(), blob.data, blob.data + std::size_t{blob.rows} * blob.columns);
    Sections designed;
    part.design(view.params, blob_of(part), rate_hz_, designed);
    if (designed.count == 0) designed.add(plain_gain(1));
    part.first = static_cast<std::uint32_t>(starts_.size());
    part.sections = static_cast<std::uint32_t>(designed.count);
    starts_.insert(starts_.end(), designed.at.begin(), designed.at.begin() + part.sections);
    return part;
  }

  /// Opens a level where the last one has gone past what is to be added.
  void link(Chain& chain, const Part& part) const {
    if (part.factor) {
      chain.push_back({part.index, {}});
      return;
    }
    for (std::uint32_t s = 0; s < part.sections; ++s) {
      const SectionForm form = starts_[part.first + s].bell ? kBell : kGeneral;
      const auto taken = [&](const Level& l) {
        return std::any_of(l.sections + form, l.sections + kSectionForms, [](const Link& link) { return link.part != kNone; });
      };
      if (chain.empty() || taken(chain.back())) chain.emplace_back();
      chain.back().sections[form] = {part.index, s};
    }
  }

  template <class State>
  State& state(std::uint32_t p) noexcept {
    return *static_cast<State*>(raw_state(p));
  }

  PlacedLevel placed(const Level& level, std::uint32_t channel) noexcept {
    PlacedLevel to;
    if (level.gain != kNone) to.gain = &state<FactorState>(level.gain).factor;
    for (std::uint32_t form = 0; form < kSectionForms; ++form) {
      const Link& link = level.sections[form];
      if (link.part == kNone) continue;
      const Part& part = parts_[link.part];
      const auto& f = state<FilterState>(link.part);
      PlacedSection& section = to.sections[form];
      section.glide = f.glides + link.section;
      // A plain gain remembers nothing, not even a sample that was no number.
      if (section.glide->order() != 0) section.state = f.channels + link.section * part.lanes + (channel - part.lane);
    }
    return to;
  }

  void place() noexcept {
    for (LaneGroup& group : groups_) {
      for (std::uint32_t lane = 0; lane < group.channels(); ++lane) {
        const Chain& chain = chains_[group.first() + lane];
        // All end together: cross-overs of different order are followed by equalisers in step.
        const std::size_t skipped = group.levels() - chain.size();
        for (std::size_t level = 0; level < chain.size(); ++level)
          group.place(skipped + level, lane, placed(chain[level], group.first() + lane));
      }
      group.settle();
    }
    changed_ = false;
    moving_ = true;
  }

  void move_on(std::uint32_t frames) noexcept {
    moving_ = false;
    const auto move = [&](auto& what) {
      if (!what.moving()) return;
      what.skip(frames);
      moving_ = moving_ || what.moving();
    };
    for (const Part& part : parts_) {
      if (part.factor) {
        move(state<FactorState>(part.index).factor);
        continue;
      }
      const auto& f = state<FilterState>(part.index);
      for (std::size_t s = 0; s < f.sections; ++s) move(f.glides[s]);
    }
  }

  double rate_hz_;
  std::uint32_t glide_;
  std::vector<Part> parts_;
  std::vector<Section> starts_;  ///< part by part
  std::vector<double> tables_;   ///< contents of blobs
  std::vector<Chain> chains_;  ///< by channel
  std::vector<LaneGroup> groups_;
  bool changed_ = true;  ///< states or designs are not those that the groups know
  bool moving_ = false;
};

/// Strands lie side by side and cover all lanes; parts of one strand cover the same.
bool are_strands(const KernelSetup& setup) {
  std::uint32_t first = 0, end = 0;
  for (const PartView& part : setup.parts) {
    if (part.read_first != part.write_first || part.read_count != part.write_count || part.write_count == 0) return false;
    const bool goes_on = part.write_first == first && part.write_first + part.write_count == end;
    if (!goes_on && part.write_first != end) return false;
    first = part.write_first;
    end = first + part.write_count;
  }
  return end == setup.writes && end == setup.reads;
}

}  // namespace

std::unique_ptr<Kernel> make_cascade(const KernelSetup& setup) {
  return are_strands(setup) ? std::make_unique<CascadeKernel>(setup) : nullptr;
}

}  // namespace busbar
