// The one kernel of all filters. In: parts as strands: a strand is a run of parts over the same lanes, filters and
// factors one behind the other. Out: write i of read i. Live changes glide section by section, frame by frame; at rest
// each lane is one tight loop per section. Invariant: what a part makes does not depend on what else the op holds.
#include <algorithm>
#include <vector>

#include "dsp/section_glide.h"
#include "generated/params.h"
#include "kernels/factor.h"
#include "kernels/filter.h"

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
  explicit CascadeKernel(const KernelSetup& setup) : Kernel(setup), rate_hz_(setup.rate_hz), glide_(glide_frames(setup.rate_hz)) {
    for (const PartView& view : setup.parts) parts_.push_back(make_part(setup, view));
  }

  void process(const Block& b) noexcept override {
    for (std::uint32_t p = 0; p < part_count(); ++p) {
      const Part& part = parts_[p];
      double* const* out = b.out + part.lane;
      const double* const* in = part.opens ? b.in + part.lane : out;
      if (part.factor) {
        run_factor(state<FactorState>(p).factor, in, out, part.lanes, b.frames);
        continue;
      }
      const auto& f = state<FilterState>(p);
      for (std::size_t s = 0; s < f.sections; ++s) {
        run(f.glides[s], f.channels + s * part.lanes, part.lanes, in, out, b.frames);
        in = out;
      }
    }
  }

  void update(std::uint32_t p, const double* params) noexcept override {
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

 private:
  struct Part {
    std::uint32_t lane = 0, lanes = 0;
    bool opens = true;  ///< the first of its strand reads the op's input, the others what the one before made
    FactorFunction factor = nullptr;  ///< null: a filter
    double start_factor = 1;
    DesignFunction design = nullptr;
    std::vector<Section> start;
    std::vector<double> table;  ///< the blob's contents
    std::uint32_t rows = 0, columns = 0;
    BlobView blob() const noexcept { return {rows, columns, table.data()}; }
  };

  Part make_part(const KernelSetup& setup, const PartView& view) const {
    Part part;
    part.lane = view.write_first;
    part.lanes = view.write_count;
    part.opens = parts_.empty() || parts_.back().lane != part.lane;
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

  template <class State>
  State& state(std::uint32_t p) noexcept {
    return *static_cast<State*>(raw_state(p));
  }

  template <std::uint32_t Order>
  static void run_order(SectionGlide& glide, SectionState* states, std::uint32_t lanes, const double* const* in,
                        double* const* out, std::uint32_t frames) noexcept {
    std::uint32_t i = 0;
    for (; i < frames && glide.moving(); ++i) {
      const SectionCoefs coefs = glide.next();
      for (std::uint32_t c = 0; c < lanes; ++c) out[c][i] = section_step<Order>(coefs, states[c], in[c][i]);
    }
    for (std::uint32_t c = 0; c < lanes; ++c)
      run_section<Order>(glide.rest(), states[c], in[c] + i, out[c] + i, frames - i);
  }

  static void run(SectionGlide& glide, SectionState* states, std::uint32_t lanes, const double* const* in,
                  double* const* out, std::uint32_t frames) noexcept {
    if (glide.order() == 2) run_order<2>(glide, states, lanes, in, out, frames);
    else if (glide.order() == 1) run_order<1>(glide, states, lanes, in, out, frames);
    else run_order<0>(glide, states, lanes, in, out, frames);
  }

  double rate_hz_;
  std::uint32_t glide_;
  std::vector<Part> parts_;
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
