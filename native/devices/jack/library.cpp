#include "devices/jack/library.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/mman.h>
#endif

#include <deque>
#include <mutex>
#include <vector>

namespace busbar::jack {
namespace {

#if defined(__APPLE__)
constexpr const char* kFile = "libjack.0.dylib";
#else
constexpr const char* kFile = "libjack.so.0";
#endif

/// libjack prints what it thinks, from any thread; what went wrong is in its results.
void keep_quiet(const char*) {}

std::string reason() {
  const char* words = dlerror();
  return words == nullptr ? "?" : words;
}

/// Fills the table; else the name that is absent.
const char* find_functions(void* handle, Library& table) {
#define BUSBAR_JACK_FIND(name, result, parameters)                                    \
  table.name = reinterpret_cast<result(*) parameters>(dlsym(handle, "jack_" #name));  \
  if (table.name == nullptr) return "jack_" #name;
  BUSBAR_JACK_FUNCTIONS(BUSBAR_JACK_FIND)
#undef BUSBAR_JACK_FIND
  table.set_error_function(keep_quiet);
  table.set_info_function(keep_quiet);
  return nullptr;
}

#if defined(__linux__)
bool copy_file(int from, int to) {
  char bytes[65536];
  for (ssize_t read_bytes; (read_bytes = read(from, bytes, sizeof bytes)) != 0;) {
    if (read_bytes < 0) return false;
    for (ssize_t written = 0; written < read_bytes;) {
      const ssize_t n = write(to, bytes + written, static_cast<std::size_t>(read_bytes - written));
      if (n <= 0) return false;
      written += n;
    }
  }
  return true;
}

/// The same library once more, with globals of its own: the loader knows files by their inode, so it gets another one.
/// The descriptor stays open for good, or its number, which is the copy's name, could come to mean another file.
void* open_again(const Library& first) {
  Dl_info origin{};
  if (dladdr(reinterpret_cast<void*>(first.client_open), &origin) == 0) return nullptr;
  const int from = open(origin.dli_fname, O_RDONLY | O_CLOEXEC);
  if (from < 0) return nullptr;
  const int to = memfd_create("libjack", MFD_CLOEXEC);
  const bool copied = to >= 0 && copy_file(from, to);
  close(from);
  void* handle = copied ? dlopen(("/proc/self/fd/" + std::to_string(to)).c_str(), RTLD_NOW | RTLD_LOCAL) : nullptr;
  if (handle == nullptr && to >= 0) close(to);
  return handle;
}
#else
void* open_again(const Library&) { return nullptr; }
#endif

/// Copies are kept for the life of the process, and used again: threads of the library may outlive its client.
struct Pool {
  std::mutex mutex;
  std::deque<Library> copies;  // they stay where they are
  std::vector<Library*> idle;
};

Pool& pool() {
  static auto* const pool = new Pool;  // outlives everything that runs at exit
  return *pool;
}

std::shared_ptr<const Library> lend(Library* copy) {
  return {copy, [](Library* returned) {
            const std::lock_guard lock(pool().mutex);
            pool().idle.push_back(returned);
          }};
}

}  // namespace

std::shared_ptr<const Library> borrow_library(std::string& why) {
  Pool& all = pool();
  const std::unique_lock lock(all.mutex);
  if (!all.idle.empty()) {
    Library* copy = all.idle.back();
    all.idle.pop_back();
    return lend(copy);
  }
  const bool first = all.copies.empty();
  void* handle = first ? dlopen(kFile, RTLD_NOW | RTLD_LOCAL) : open_again(all.copies.front());
  if (handle == nullptr && first) {
    why = std::string("JACK devices need ") + kFile + ", which cannot be loaded (" + reason() +
          "). Install it: Debian and Ubuntu `apt-get install libjack-jackd2-0`, Fedora `dnf install jack-audio-connection-kit`; " +
          "with PipeWire its own JACK library (`pipewire-jack`).";
    return nullptr;
  }
  if (handle == nullptr) {
    why = "this process is a client of a JACK server already, and the system allows no second copy of libjack for another one";
    return nullptr;
  }
  Library& copy = all.copies.emplace_back();
  if (const char* absent = find_functions(handle, copy); absent != nullptr) {
    why = std::string(kFile) + " has no " + absent + ": it is older than JACK 0.120 or 1.9.7, or not JACK's";
    all.copies.pop_back();
    dlclose(handle);
    return nullptr;
  }
  return lend(&copy);
}

}  // namespace busbar::jack
