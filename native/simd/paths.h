// The tables of simd/paths/table.cpp, one per instruction set that it is compiled for (CMakeLists.txt).
#pragma once

#include "simd/simd.h"

namespace busbar {

/// What the whole engine is compiled for: x86-64-v2, NEON, or plain C++.
namespace simd_base {
extern const Simd kTable;
}
#if defined(__x86_64__)
namespace simd_v3 {
extern const Simd kTable;
}
namespace simd_v4 {
extern const Simd kTable;
}
#endif

}  // namespace busbar
