// The one kernel of all filters: runs the sections of its parts in series over n channels, section by section.
// Live changes glide section by section, frame by frame; at rest each channel is one tight loop per section.
#include "kernels/filter.h"

#include <algorithm>
#include <vector>

#include "dsp/section_glide.h"
#include "generated/params.h"

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

class FilterKernel final : public KernelOf<FilterState> {
 public:
  explicit FilterKernel(const KernelSetup& setup)
      : KernelOf(setup), rate_hz_(setup.rate_hz), channels_(setup.writes), glide_(glide_frames(setup.rate_hz)) {
    for (const PartView& view : setup.parts) {
      const BlobView blob = blob_of(setup, view);
      Part& part = parts_.emplace_back();
      part.design = filter_design(view.type);
      part.rows = blob.rows;
      part.columns = blob.columns;
      if (blob.data) part.table.assign(blob.data, blob.data + std::size_t{blob.rows} * blob.columns);
      Sections designed;
      part.design(view.params, part.blob(), rate_hz_, designed);
      if (designed.count == 0) designed.add(plain_gain(1));
      part.start.assign(designed.at.begin(), designed.at.begin() + static_cast<std::ptrdiff_t>(designed.count));
    }
  }

  void process(const Block& b) noexcept override {
    const double* const* in = b.in;
    for (std::uint32_t p = 0; p < part_count(); ++p) {
      const FilterState& f = state(p);
      for (std::size_t s = 0; s < f.sections; ++s) {
        run(f.glides[s], f.channels + s * channels_, in, b.out, b.frames);
        in = b.out;
      }
    }
  }

  void update(std::uint32_t p, const double* params) noexcept override {
    Sections designed;
    parts_[p].design(params, parts_[p].blob(), rate_hz_, designed);
    const FilterState& f = state(p);
    for (std::size_t s = 0; s < std::min(f.sections, designed.count); ++s) f.glides[s].glide(designed.at[s], glide_);
  }

  void reset(std::uint32_t p) noexcept override {
    const FilterState& f = state(p);
    for (std::size_t s = 0; s < f.sections; ++s) f.glides[s].finish();
    std::fill_n(f.channels, f.sections * channels_, SectionState{});
  }

 protected:
  void* lay_out(std::uint32_t p, Carver& carver) override {
    const std::vector<Section>& start = parts_[p].start;
    auto* f = carver.take<FilterState>(1);
    auto* glides = carver.take<SectionGlide>(start.size());
    auto* channels = carver.take<SectionState>(start.size() * channels_);
    if (f) {
      *f = {start.size(), glides, channels};
      for (std::size_t s = 0; s < start.size(); ++s) glides[s].jump(start[s]);
    }
    return f;
  }

 private:
  struct Part {
    DesignFunction design;
    std::vector<Section> start;
    std::vector<double> table;  ///< the blob's contents
    std::uint32_t rows, columns;
    BlobView blob() const noexcept { return {rows, columns, table.data()}; }
  };

  template <std::uint32_t Order>
  void run_order(SectionGlide& glide, SectionState* states, const double* const* in, double* const* out,
                 std::uint32_t frames) noexcept {
    std::uint32_t i = 0;
    for (; i < frames && glide.moving(); ++i) {
      const SectionCoefs coefs = glide.next();
      for (std::uint32_t c = 0; c < channels_; ++c) out[c][i] = section_step<Order>(coefs, states[c], in[c][i]);
    }
    for (std::uint32_t c = 0; c < channels_; ++c)
      run_section<Order>(glide.rest(), states[c], in[c] + i, out[c] + i, frames - i);
  }

  void run(SectionGlide& glide, SectionState* states, const double* const* in, double* const* out,
           std::uint32_t frames) noexcept {
    if (glide.order() == 2) run_order<2>(glide, states, in, out, frames);
    else if (glide.order() == 1) run_order<1>(glide, states, in, out, frames);
    else run_order<0>(glide, states, in, out, frames);
  }

  double rate_hz_;
  std::uint32_t channels_;
  std::uint32_t glide_;
  std::vector<Part> parts_;
};

}  // namespace

std::unique_ptr<Kernel> make_filter(const KernelSetup& setup) { return std::make_unique<FilterKernel>(setup); }

}  // namespace busbar
