// The one kernel of all filters. In: parts as strands: a strand is a run of parts over the same lanes, filters and
// factors one behind the other. Out: write i of read i. Channels run side by side in registers, whatever their strands.
// Invariant: what a part makes does not depend on what else the op holds: at rest and gliding, alone and in a cascade, the
// arithmetic is one (simd/simd.h).
#include <algorithm>
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
BlobView blob_of(const KernelSetup& setup, const PartView& part) {
  if (part.type != KernelId::parametric) return {};
  return setup.blob(reinterpret_cast<const params::Parametric*>(part.params)->file);
}

class CascadeKernel final : public Kernel {
 public:
  explicit CascadeKernel(const KernelSetup& setup)
      : Kernel(setup), rate_hz_(setup.rate_hz), glide_(glide_frames(setup.rate_hz)), chains_(setup.writes) {
    for (const PartView& view : setup.parts) {
      parts_.push_back(make_part(setup, view));
      const Part& part = parts_.back();
      for (std::uint32_t c = part.lane; c < part.lane + part.lanes; ++c) link(chains_[c], part);
    }
    for (std::uint32_t c = 0; c < setup.writes;) {
      const std::uint32_t n = lanes_of(setup.writes - c);
      std::size_t levels = 0;
      for (std::uint32_t lane = 0; lane < n; ++lane) levels = std::max(levels, chains_[c + lane].size());
      groups_.emplace_back(c, n, static_cast<std::uint32_t>(levels));
      c += n;
    }
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
    parts_[p].design(params, parts_[p].blob(), rate_hz_, designed);
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
    const std::vector<Section>& start = part.start;
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
    std::vector<Section> start;
    std::vector<double> table;  ///< the blob's contents
    std::uint32_t rows = 0, columns = 0;
    BlobView blob() const noexcept { return {rows, columns, table.data()}; }
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

  Part make_part(const KernelSetup& setup, const PartView& view) const {
    Part part;
    part.index = static_cast<std::uint32_t>(parts_.size());
    part.lane = view.write_first;
    part.lanes = view.write_count;
    part.factor = factor_function(view.type);
    if (part.factor) {
      part.start_factor = part.factor(view.params);
      return part;
    }
    const BlobView blob = blob_of(setup, view);
    part.design = filter_design(view.type);
    part.rows = blob.rows;
    part.columns = blob.columns;
    if (blob.data) part.table.assign(blob.data, blob.data + std::size_t{blob.rows} * blob.columns);
    Sections designed;
    part.design(view.params, part.blob(), rate_hz_, designed);
    if (designed.count == 0) designed.add(plain_gain(1));
    part.start.assign(designed.at.begin(), designed.at.begin() + static_cast<std::ptrdiff_t>(designed.count));
    return part;
  }

  /// Opens a level where the last one has gone past what is to be added.
  static void link(Chain& chain, const Part& part) {
    if (part.factor) {
      chain.push_back({part.index, {}});
      return;
    }
    for (std::uint32_t s = 0; s < part.start.size(); ++s) {
      const SectionForm form = part.start[s].bell ? kBell : kGeneral;
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
