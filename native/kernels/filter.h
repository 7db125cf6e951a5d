// Filters as chains of state-variable sections. In: sections that a step type designed. Out: one kernel for all of
// them (cascade.cpp): a filter by itself, and cascades of several. `native/kernels/<type>.cpp` of a filter defines only
// `design_<type>`.
#pragma once

#include <array>
#include <cstddef>

#include "dsp/section.h"
#include "kernels/kernel.h"

namespace busbar {

/// Sections of one part, at most: a parametric list of 255 bands and its preamp.
inline constexpr std::size_t kMaxSections = 256;

/// What a design function fills in; the count and the orders may depend on structural params only.
struct Sections {
  std::array<Section, kMaxSections> at;
  std::size_t count = 0;
  /// Sections beyond the last place are dropped.
  void add(const Section& s) noexcept {
    if (count < kMaxSections) at[count++] = s;
  }
};

/// Designs the sections of one part. Runs at construction and, for live changes, on the audio thread: no allocation.
using DesignFunction = void (*)(const double* params, const BlobView& blob, double rate_hz, Sections& out) noexcept;

/// The design of a filter type; null for other kernels.
DesignFunction filter_design(KernelId type) noexcept;

/// A filter by itself is a cascade of one.
std::unique_ptr<Kernel> make_cascade(const KernelSetup& setup);

}  // namespace busbar
