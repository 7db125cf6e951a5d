// Memory that is there before an audio thread needs it. In: what is ours. Out: pages that are mapped, and stay.
// Control thread. Invariant: nobody else's memory is locked; JavaScript's heap stays pageable.
#pragma once

#include <cstddef>

namespace busbar {

/// Maps the pages of our code and data, and of the libraries loaded by now: the first call of a function is no page fault.
void map_code() noexcept;

/// Keeps memory from being paged out. False where RLIMIT_MEMLOCK forbids it. Unlocked by giving it back to the system.
/// Less than a page is left as it is: every cycle touches it, so it is never chosen, and each piece would split a mapping.
bool lock_memory(const void* from, std::size_t bytes) noexcept;

/// Writes to every page of new memory, whose contents do not matter yet, so that its first use is no page fault.
void touch_memory(void* from, std::size_t bytes) noexcept;

}  // namespace busbar
