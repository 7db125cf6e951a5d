// Counts heap calls (allocations and frees) that this thread makes inside a scope: how tests see that `process`
// makes none. Works where the linker can wrap symbols (ELF); elsewhere every count is -1.
#pragma once

#include <cstdint>

namespace busbar {

class AllocationScope {
 public:
  AllocationScope() noexcept;
  ~AllocationScope();
  AllocationScope(const AllocationScope&) = delete;
  AllocationScope& operator=(const AllocationScope&) = delete;

  /// Heap calls since the scope began; -1 where they are not counted.
  std::int64_t count() const noexcept;
};

}  // namespace busbar
