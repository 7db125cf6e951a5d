// The kernel table: factories and filter designs by id, from the generated list.
#include "kernels/filter.h"
#include "kernels/kernel.h"

namespace busbar {

// A step type defines make_<name>, or design_<name> when it is a filter: the other stays undefined and unused.
#define BUSBAR_DECLARE(name, Pascal, is_filter, count)                     \
  std::unique_ptr<Kernel> make_##name(const KernelSetup&);                 \
  void design_##name(const double*, const BlobView&, double, Sections&) noexcept;
BUSBAR_KERNELS(BUSBAR_DECLARE)
#undef BUSBAR_DECLARE

#define BUSBAR_SELECT_true(filter, other) filter
#define BUSBAR_SELECT_false(filter, other) other

KernelFactory kernel_factory(KernelId id) noexcept {
#define BUSBAR_FACTORY(name, Pascal, is_filter, count) BUSBAR_SELECT_##is_filter(&make_filter, &make_##name),
  static constexpr KernelFactory table[] = {BUSBAR_KERNELS(BUSBAR_FACTORY)};
#undef BUSBAR_FACTORY
  return table[static_cast<std::uint32_t>(id)];
}

DesignFunction filter_design(KernelId type) noexcept {
#define BUSBAR_DESIGN(name, Pascal, is_filter, count) BUSBAR_SELECT_##is_filter(&design_##name, nullptr),
  static constexpr DesignFunction table[] = {BUSBAR_KERNELS(BUSBAR_DESIGN)};
#undef BUSBAR_DESIGN
  return table[static_cast<std::uint32_t>(type)];
}

namespace {
#define BUSBAR_NAME(name, Pascal, is_filter, count) #name,
constexpr const char* kNames[] = {BUSBAR_KERNELS(BUSBAR_NAME)};
#undef BUSBAR_NAME
#define BUSBAR_COUNT(name, Pascal, is_filter, count) count,
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
