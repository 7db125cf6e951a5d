// The wrapped allocators: every reference from our own code lands here (linker option --wrap, see CMakeLists.txt).
// Scopes do not nest.
#include "rt/allocation_count.h"

#ifdef BUSBAR_COUNT_ALLOCATIONS

#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

thread_local bool counting = false;
thread_local std::int64_t calls = 0;

inline void note() noexcept {
  if (counting) ++calls;
}

}  // namespace

// NOLINTBEGIN: the names are the linker's.
#define BUSBAR_WRAP(result, name, parameters, arguments) \
  result __real_##name parameters;                       \
  result __wrap_##name parameters {                      \
    note();                                              \
    return __real_##name arguments;                      \
  }

extern "C" {
BUSBAR_WRAP(void*, malloc, (std::size_t n), (n))
BUSBAR_WRAP(void*, calloc, (std::size_t n, std::size_t size), (n, size))
BUSBAR_WRAP(void*, realloc, (void* p, std::size_t n), (p, n))
BUSBAR_WRAP(void, free, (void* p), (p))
BUSBAR_WRAP(int, posix_memalign, (void** p, std::size_t align, std::size_t n), (p, align, n))
BUSBAR_WRAP(void*, aligned_alloc, (std::size_t align, std::size_t n), (align, n))
BUSBAR_WRAP(void*, _Znwm, (std::size_t n), (n))
BUSBAR_WRAP(void*, _Znam, (std::size_t n), (n))
BUSBAR_WRAP(void*, _ZnwmSt11align_val_t, (std::size_t n, std::align_val_t a), (n, a))
BUSBAR_WRAP(void*, _ZnamSt11align_val_t, (std::size_t n, std::align_val_t a), (n, a))
BUSBAR_WRAP(void*, _ZnwmRKSt9nothrow_t, (std::size_t n, const std::nothrow_t& t), (n, t))
BUSBAR_WRAP(void*, _ZnamRKSt9nothrow_t, (std::size_t n, const std::nothrow_t& t), (n, t))
BUSBAR_WRAP(void, _ZdlPv, (void* p), (p))
BUSBAR_WRAP(void, _ZdaPv, (void* p), (p))
BUSBAR_WRAP(void, _ZdlPvm, (void* p, std::size_t n), (p, n))
BUSBAR_WRAP(void, _ZdaPvm, (void* p, std::size_t n), (p, n))
BUSBAR_WRAP(void, _ZdlPvSt11align_val_t, (void* p, std::align_val_t a), (p, a))
BUSBAR_WRAP(void, _ZdaPvSt11align_val_t, (void* p, std::align_val_t a), (p, a))
BUSBAR_WRAP(void, _ZdlPvmSt11align_val_t, (void* p, std::size_t n, std::align_val_t a), (p, n, a))
}
// NOLINTEND

namespace busbar {

AllocationScope::AllocationScope() noexcept {
  calls = 0;
  counting = true;
}
AllocationScope::~AllocationScope() { counting = false; }
std::int64_t AllocationScope::count() const noexcept { return calls; }

}  // namespace busbar

#else

namespace busbar {

AllocationScope::AllocationScope() noexcept = default;
AllocationScope::~AllocationScope() = default;
std::int64_t AllocationScope::count() const noexcept { return -1; }

}  // namespace busbar

#endif
