#include "simd/simd.h"

#include <cstdlib>
#include <string_view>

#include "simd/paths.h"

namespace busbar {
namespace {

struct Path {
  const Simd* table;
  bool (*here)() noexcept;
};

bool always() noexcept { return true; }

#if defined(__x86_64__)
bool has_v3() noexcept { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }
bool has_v4() noexcept {
  return has_v3() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512bw");
}
/// Widest first; the last one runs everywhere.
constexpr Path kPaths[] = {{&simd_v4::kTable, has_v4}, {&simd_v3::kTable, has_v3}, {&simd_base::kTable, always}};
#else
constexpr Path kPaths[] = {{&simd_base::kTable, always}};
#endif

const Simd& choose() noexcept {
  const char* named = std::getenv("BUSBAR_SIMD");
  const Simd* widest = nullptr;
  for (const Path& path : kPaths) {
    if (!path.here()) continue;
    if (named && std::string_view(named) == path.table->name) return *path.table;
    if (!widest) widest = path.table;
  }
  return *widest;
}

}  // namespace

const Simd& simd() noexcept {
  static const Simd& chosen = choose();
  return chosen;
}

}  // namespace busbar
