// Filters as chains of state-variable sections. In: sections that a step type designed. Out: one kernel for all of
// them, fused cascades included. `native/kernels/<type>.cpp` of a filter defines only `design_<type>`.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "kernels/kernel.h"

namespace busbar {

/// One section in the trapezoidal (TPT) state-variable form: A. Simper, "Linear Trapezoidal Integrated SVF" (2013);
/// V. Zavalishin, "The Art of VA Filter Design". y = m0 x + m1 band + m2 low. First order: `order` 1, y = m0 x + m2 low.
struct Section {
  double g = 0;   ///< tan(pi f / rate), prewarped
  double k = 1;   ///< 1 / Q
  double m0 = 1, m1 = 0, m2 = 0;
  std::uint32_t order = 2;
};

inline constexpr std::size_t kMaxSections = 256;

/// What a design function fills in; the count may depend on structural params only.
struct Sections {
  std::array<Section, kMaxSections> at;
  std::size_t count = 0;
  void add(const Section& s) noexcept { at[count++] = s; }
};

/// Designs the sections of one part. Runs at construction and, for live changes, on the audio thread: no allocation.
using DesignFunction = void (*)(const double* params, const BlobView& blob, double rate_hz, Sections& out) noexcept;

/// The design of a filter type; null for other kernels.
DesignFunction filter_design(KernelId type) noexcept;

std::unique_ptr<Kernel> make_filter(const KernelSetup& setup);

}  // namespace busbar
