// Two doubles in one register, the same on every instruction set: what a lane computes is what a scalar would, bit
// for bit.
#pragma once

#include <cstring>

namespace busbar {

using Pair = double __attribute__((vector_size(16)));

inline Pair load_pair(const double* from) noexcept {
  Pair p;
  std::memcpy(&p, from, sizeof p);
  return p;
}
inline void store_pair(double* to, Pair p) noexcept { std::memcpy(to, &p, sizeof p); }

}  // namespace busbar
