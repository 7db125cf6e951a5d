// An encoded plan in memory, where the engine may read it in place. In: its path. Programs of the benches end where
// something is wrong.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <span>
#include <string>
#include <vector>

namespace busbar::bench {

[[noreturn]] inline void fail(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

class PlanFile {
 public:
  explicit PlanFile(const std::string& path) {
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file) fail("cannot read " + path);
    size_ = static_cast<std::size_t>(file.tellg());
    words_.resize((size_ + 7) / 8);
    file.seekg(0).read(reinterpret_cast<char*>(words_.data()), static_cast<std::streamsize>(size_));
  }
  std::span<const std::byte> bytes() const { return std::as_bytes(std::span(words_)).first(size_); }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t size_ = 0;
};

}  // namespace busbar::bench
