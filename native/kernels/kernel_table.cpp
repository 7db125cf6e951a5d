// The kernel table: factories, filter designs, factors and blends by id, from the generated list.
#include "kernels/factor.h"
#include "kernels/filter.h"
#include "kernels/kernel.h"

namespace busbar {

// A step type defines make_<name>, design_<name> when it is a filter, factor_<name> or blend_<name>: the others stay undefined
// and unused.
#define BUSBAR_DECLARE(name, Pascal, family, count)                              \
  std::unique_ptr<Kernel> make_##name(const KernelSetup&);                        \
  void design_##name(const double*, const BlobView&, double, Sections&) noexcept; \
  double factor_##name(const double*) noexcept;                                   \
  const Blend& blend_##name() noexcept;
BUSBAR_KERNELS(BUSBAR_DECLARE)
#undef BUSBAR_DECLARE

#define BUSBAR_SELECT_filter(filter, factor, blend, own) filter
#define BUSBAR_SELECT_factor(filter, factor, blend, own) factor
#define BUSBAR_SELECT_blend(filter, factor, blend, own) blend
#define BUSBAR_SELECT_own(filter, factor, blend, own) own

KernelFactory kernel_factory(KernelId id) noexcept {
#define BUSBAR_FACTORY(name, Pascal, family, count) BUSBAR_SELECT_##family(&make_cascade, &make_blend, &make_blend, &make_##name),
  static constexpr KernelFactory table[] = {BUSBAR_KERNELS(BUSBAR_FACTORY)};
#undef BUSBAR_FACTORY
  return table[static_cast<std::uint32_t>(id)];
}

DesignFunction filter_design(KernelId type) noexcept {
#define BUSBAR_DESIGN(name, Pascal, family, count) BUSBAR_SELECT_##family(&design_##name, nullptr, nullptr, nullptr),
  static constexpr DesignFunction table[] = {BUSBAR_KERNELS(BUSBAR_DESIGN)};
#undef BUSBAR_DESIGN
  return table[static_cast<std::uint32_t>(type)];
}

FactorFunction factor_function(KernelId type) noexcept {
#define BUSBAR_FACTOR(name, Pascal, family, count) BUSBAR_SELECT_##family(nullptr, &factor_##name, nullptr, nullptr),
  static constexpr FactorFunction table[] = {BUSBAR_KERNELS(BUSBAR_FACTOR)};
#undef BUSBAR_FACTOR
  return table[static_cast<std::uint32_t>(type)];
}

namespace {

template <FactorFunction factor>
const Blend& blend_of_factor() noexcept {
  static constexpr FactorBlend<factor> blend;
  return blend;
}

}  // namespace

const Blend* blend_of(KernelId type) noexcept {
#define BUSBAR_BLEND(name, Pascal, family, count) BUSBAR_SELECT_##family(nullptr, &blend_of_factor<&factor_##name>, &blend_##name, nullptr),
  static constexpr const Blend& (*table[])() noexcept = {BUSBAR_KERNELS(BUSBAR_BLEND)};
#undef BUSBAR_BLEND
  const auto get = table[static_cast<std::uint32_t>(type)];
  return get ? &get() : nullptr;
}

namespace {
#define BUSBAR_NAME(name, Pascal, family, count) #name,
constexpr const char* kNames[] = {BUSBAR_KERNELS(BUSBAR_NAME)};
#undef BUSBAR_NAME
#define BUSBAR_COUNT(name, Pascal, family, count) count,
constexpr std::uint32_t kParamCounts[] = {BUSBAR_KERNELS(BUSBAR_COUNT)};
#undef BUSBAR_COUNT
}  // namespace

const char* kernel_name(KernelId id) noexcept { return kNames[static_cast<std::uint32_t>(id)]; }

std::uint32_t kernel_param_count(KernelId id) noexcept { return kParamCounts[static_cast<std::uint32_t>(id)]; }

std::uint32_t find_kernel(std::string_view name) noexcept {
  std::uint32_t id = 0;
  while (id < kKernelCount && name != kNames[id]) ++id;
  return id;
}

}  // namespace busbar
