#include "rt/resident.h"

#if defined(__linux__)

#include <link.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <span>

namespace busbar {
namespace {

// Of Linux 5.14; headers may be older.
constexpr int kPopulateRead = 22, kPopulateWrite = 23;

struct Range {
  std::uintptr_t first, end;
};

Range pages_of(std::uintptr_t address, std::size_t bytes) noexcept {
  const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  return {address / page * page, (address + bytes + page - 1) / page * page};
}

/// A kernel that does not know the advice leaves the pages to their first use.
void populate(Range range, int advice) noexcept {
  if (range.first < range.end) madvise(reinterpret_cast<void*>(range.first), range.end - range.first, advice);
}

int map_object(dl_phdr_info* object, std::size_t, void*) noexcept {
  const auto here = reinterpret_cast<std::uintptr_t>(&map_object);
  const std::span<const ElfW(Phdr)> headers(object->dlpi_phdr, object->dlpi_phnum);
  const auto range_of = [&](const ElfW(Phdr)& h) { return pages_of(object->dlpi_addr + h.p_vaddr, h.p_memsz); };
  const bool ours = std::ranges::any_of(headers, [&](const ElfW(Phdr)& h) {
    return h.p_type == PT_LOAD && range_of(h).first <= here && here < range_of(h).end;
  });
  // The program itself has no name here: Node, as a rule, which is large and calls us only.
  if (!ours && object->dlpi_name[0] == '\0') return 0;
  std::uintptr_t read_only_end = 0;
  for (const ElfW(Phdr)& h : headers)
    if (h.p_type == PT_GNU_RELRO) read_only_end = range_of(h).end;
  for (const ElfW(Phdr)& h : headers) {
    if (h.p_type != PT_LOAD || (h.p_flags & PF_R) == 0) continue;
    const Range range = range_of(h);
    populate(range, kPopulateRead);
    if (ours && (h.p_flags & PF_W) != 0) populate({std::max(range.first, read_only_end), range.end}, kPopulateWrite);
  }
  return 0;
}

}  // namespace

void map_code() noexcept { dl_iterate_phdr(map_object, nullptr); }

bool lock_memory(const void* from, std::size_t bytes) noexcept {
  return bytes < static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) || mlock(from, bytes) == 0;
}

}  // namespace busbar

#else

namespace busbar {

void map_code() noexcept {}
bool lock_memory(const void*, std::size_t) noexcept { return false; }

}  // namespace busbar

#endif

namespace busbar {

void touch_memory(void* from, std::size_t bytes) noexcept {
  constexpr std::size_t kLeastPage = 4096;
  // Volatile: to the compiler nobody reads what is written before an object begins.
  auto* memory = static_cast<volatile std::byte*>(from);
  for (std::size_t at = 0; at < bytes; at += kLeastPage) memory[at] = std::byte{0};
  if (bytes > 0) memory[bytes - 1] = std::byte{0};
}

}  // namespace busbar
