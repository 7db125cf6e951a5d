// Mutations of plans that know the format: most leave a plan that is still one. In: bytes of a plan. Out: other bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace busbar::fuzz {

using Bytes = std::vector<std::byte>;
using Random = std::mt19937_64;

/// One mutation or more. Bytes that are no plan at all are mutated as bytes.
void mutate(Bytes& plan, Random& random);

}  // namespace busbar::fuzz
