// Bytes as the engine meets them: opened, and run where they are accepted. Finding faults is the sanitizers' part.
#pragma once

#include <cstdint>
#include <span>

namespace busbar::fuzz {

/// Opens the bytes as a plan. Accepted: four quanta of hostile input; live changes, readings, reloads and resets between.
/// Returns whether they were accepted.
bool run_plan(std::span<const std::byte> bytes, std::uint64_t seed);

}  // namespace busbar::fuzz
