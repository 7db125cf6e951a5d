#include "devices/alsa/library.h"

#include <dlfcn.h>

#include <cstdarg>
#include <cstdio>
#include <utility>

namespace busbar::alsa {
namespace {

constexpr const char* kFile = "libasound.so.2";

thread_local char words[256];

/// Instead of libasound's own handler, which prints. It may be called on an audio thread: no allocation.
void keep_words(const char*, int, const char*, int, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(words, sizeof words, format, arguments);
  va_end(arguments);
}

struct Loaded {
  Library table;
  std::string why;
  bool there = false;
};

Loaded load() {
  Loaded loaded;
  void* handle = dlopen(kFile, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    const char* reason = dlerror();
    loaded.why = std::string("ALSA devices need ") + kFile + ", which cannot be loaded (" + (reason == nullptr ? "?" : reason) +
                 "). Install it: Debian and Ubuntu `apt-get install libasound2`, Fedora `dnf install alsa-lib`.";
    return loaded;
  }
  const char* absent = nullptr;
#define BUSBAR_ALSA_FIND(name, result, parameters)                                             \
  loaded.table.name = reinterpret_cast<result(*) parameters>(dlsym(handle, "snd_" #name));     \
  if (loaded.table.name == nullptr) absent = "snd_" #name;
  BUSBAR_ALSA_FUNCTIONS(BUSBAR_ALSA_FIND)
#undef BUSBAR_ALSA_FIND
  if (absent != nullptr) {
    loaded.why = std::string(kFile) + " has no " + absent + ": it is older than 1.0.27, or not ALSA's.";
    dlclose(handle);
    return loaded;
  }
  loaded.table.lib_error_set_handler(keep_words);
  loaded.there = true;
  return loaded;
}

}  // namespace

const Library* library(std::string& why) {
  static const Loaded loaded = load();
  why = loaded.why;
  return loaded.there ? &loaded.table : nullptr;
}

std::string last_words() {
  std::string said = words;
  words[0] = '\0';
  return said;
}

}  // namespace busbar::alsa
