// What busbar_player can be asked for. Each says on stdout what it did, and gives false with a word on stderr when
// something was not as it must be. Races, leaks and wild pointers are the sanitizers' part.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <vector>

#include "engine/loaded_plan.h"

namespace busbar::test {

/// A file's bytes, aligned as plans want them.
class PlanBytes {
 public:
  explicit PlanBytes(const char* path);
  std::span<const std::byte> bytes() const { return std::as_bytes(std::span(words_)).first(size_); }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t size_ = 0;
};

/// The plan of a file that must load.
std::unique_ptr<LoadedPlan> load(const PlanBytes& plan, const LoadOptions& options);

/// Samples that are the same for equal seeds, in all inputs.
void feed(const DeviceChannels& channels, std::uint32_t frames, std::uint64_t seed);

inline bool expect(bool holds, const char* what) {
  if (!holds) std::fprintf(stderr, "not so: %s\n", what);
  return holds;
}

/// One thread fills a small queue, another empties it.
bool queue(std::uint64_t items);
/// One thread changes what plays, sets, asks and tidies up, `changes` times; another plays.
bool swaps(const PlanBytes& plan, std::uint64_t changes, std::uint64_t seed);
/// Domains loaded one by one play what the whole plan does.
bool domains(const PlanBytes& plan);
/// Loaded live, a plan that hands the first device's input over a crossing to the last one's output does so at once.
bool crossing(const PlanBytes& plan);

}  // namespace busbar::test
