// The one kernel of all filters: runs the sections of its parts, each over its channels, channels side by side in lanes.
// Chains of different channels need not be alike. What a section makes does not depend on what it shares an op with: at
// rest and gliding, alone and in a cascade, the arithmetic is one.
#include "kernels/filter.h"

#include <algorithm>
#include <vector>

#include "generated/params.h"
#include "kernels/lane_group.h"

namespace busbar {
namespace {

struct FilterState {
  std::size_t sections = 0;
  SectionGlide* glides = nullptr;    ///< by section
  SectionState* channels = nullptr;  ///< by section, then channel of the part
};

/// The table a filter is designed from; only a parametric list has one.
BlobView blob_of(const KernelSetup& setup, const PartView& part) {
  if (part.type != KernelId::parametric) return {};
  return setup.blob(reinterpret_cast<const params::Parametric*>(part.params)->file);
}

class FilterKernel final : public KernelOf<FilterState> {
 public:
  explicit FilterKernel(const KernelSetup& setup)
      : KernelOf(setup), rate_hz_(setup.rate_hz), glide_(glide_frames(setup.rate_hz)), scratch_(setup.max_frames), chains_(setup.writes) {
    for (std::uint32_t p = 0; p < setup.parts.size(); ++p) {
      const PartView& view = setup.parts[p];
      const BlobView blob = blob_of(setup, view);
      Part& part = parts_.emplace_back();
      part.design = filter_design(view.type);
      part.first = view.write_first;
      part.channels = view.write_count;
      part.rows = blob.rows;
      part.columns = blob.columns;
      if (blob.data) part.table.assign(blob.data, blob.data + std::size_t{blob.rows} * blob.columns);
      Sections designed;
      part.design(view.params, part.blob(), rate_hz_, designed);
      if (designed.count == 0) designed.add(plain_gain(1));
      part.start.assign(designed.at.begin(), designed.at.begin() + static_cast<std::ptrdiff_t>(designed.count));
      for (std::uint32_t c = 0; c < part.channels; ++c)
        for (std::uint32_t s = 0; s < designed.count; ++s) chains_[part.first + c].push_back({p, s});
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
    if (changed_) place_sections();
    for (LaneGroup& group : groups_) group.process(b, scratch_);
    if (moving_) move_on(b.frames);
  }

  void update(std::uint32_t p, const double* params) noexcept override {
    Sections designed;
    parts_[p].design(params, parts_[p].blob(), rate_hz_, designed);
    const FilterState& f = state(p);
    for (std::size_t s = 0; s < std::min(f.sections, designed.count); ++s) f.glides[s].glide(designed.at[s], glide_);
    changed_ = true;
  }

  void reset(std::uint32_t p) noexcept override {
    const FilterState& f = state(p);
    for (std::size_t s = 0; s < f.sections; ++s) f.glides[s].finish();
    std::fill_n(f.channels, f.sections * parts_[p].channels, SectionState{});
  }

 protected:
  void* lay_out(std::uint32_t p, Carver& carver) override {
    const std::vector<Section>& start = parts_[p].start;
    auto* f = carver.take<FilterState>(1);
    auto* glides = carver.take<SectionGlide>(start.size());
    auto* channels = carver.take<SectionState>(start.size() * parts_[p].channels);
    if (f) {
      *f = {start.size(), glides, channels};
      for (std::size_t s = 0; s < start.size(); ++s) glides[s].jump(start[s]);
    }
    return f;
  }

  void states_moved() noexcept override { changed_ = true; }

 private:
  struct Part {
    DesignFunction design;
    std::uint32_t first, channels;
    std::vector<Section> start;
    std::vector<double> table;  ///< the blob's contents
    std::uint32_t rows, columns;
    BlobView blob() const noexcept { return {rows, columns, table.data()}; }
  };
  /// A section in the chain of a channel.
  struct Link {
    std::uint32_t part, section;
  };

  PlacedSection placed(const Link& link, std::uint32_t channel) noexcept {
    const Part& part = parts_[link.part];
    const FilterState& f = state(link.part);
    SectionState* kept = f.channels + link.section * part.channels + (channel - part.first);
    // A plain gain remembers nothing, not even a sample that was no number.
    return {f.glides + link.section, f.glides[link.section].order() == 0 ? nullptr : kept};
  }

  void place_sections() noexcept {
    for (LaneGroup& group : groups_) {
      for (std::uint32_t lane = 0; lane < group.channels(); ++lane) {
        const std::uint32_t channel = group.first() + lane;
        for (std::uint32_t level = 0; level < chains_[channel].size(); ++level)
          group.place(level, lane, placed(chains_[channel][level], channel));
      }
      group.settle();
    }
    changed_ = false;
    moving_ = true;
  }

  void move_on(std::uint32_t frames) noexcept {
    moving_ = false;
    for (std::uint32_t p = 0; p < part_count(); ++p) {
      const FilterState& f = state(p);
      for (std::size_t s = 0; s < f.sections; ++s) {
        if (!f.glides[s].moving()) continue;
        f.glides[s].skip(frames);
        moving_ = moving_ || f.glides[s].moving();
      }
    }
  }

  double rate_hz_;
  std::uint32_t glide_;
  LaneScratch scratch_;
  std::vector<Part> parts_;
  std::vector<std::vector<Link>> chains_;  ///< by channel
  std::vector<LaneGroup> groups_;
  bool changed_ = true;  ///< states or designs are not those that the groups know
  bool moving_ = false;
};

}  // namespace

std::unique_ptr<Kernel> make_filter(const KernelSetup& setup) {
  std::vector<bool> covered(setup.writes);
  for (const PartView& part : setup.parts) {
    if (part.read_first != part.write_first || part.read_count != part.write_count) return nullptr;
    std::fill_n(covered.begin() + part.write_first, part.write_count, true);
  }
  // A channel without a filter would be a wire, which no plan needs.
  if (std::find(covered.begin(), covered.end(), false) != covered.end()) return nullptr;
  return std::make_unique<FilterKernel>(setup);
}

}  // namespace busbar
