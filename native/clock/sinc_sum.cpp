#include "clock/sinc_sum.h"

#include <cstring>

namespace busbar {
namespace {

using Pair = double __attribute__((vector_size(16)));
using Quad = double __attribute__((vector_size(32)));
constexpr std::uint32_t kHalf = kSincStep / 2;

// Vectors go by reference: how wide ones are passed differs between instruction sets.
template <class V>
[[gnu::always_inline]] inline void load(V& to, const double* from) noexcept { std::memcpy(&to, from, sizeof to); }

/// What a step adds up, in registers of any width; what is added to what does not depend on it.
template <class V>
struct Sum {
  static constexpr std::uint32_t kLanes = sizeof(V) / sizeof(double), kParts = kSincStep / kLanes;
  V of[kParts] = {};

  [[gnu::always_inline]] double total() noexcept {
#pragma GCC unroll 8
    for (std::uint32_t p = 0; p < kParts / 2; ++p) of[p] += of[p + kParts / 2];
    double four[kHalf];
    static_assert(sizeof four == kParts / 2 * sizeof(V));
    std::memcpy(four, of, sizeof four);
    return (four[0] + four[1]) + (four[2] + four[3]);
  }
};

/// Two channels take taps as they are made, `others` from where they are kept.
template <class V, bool others>
[[gnu::always_inline]] inline void sum_two(const SincFrame& f, double* taps, double* sums) noexcept {
  const double *const first = f.samples, *const second = f.channels > 1 ? first + f.stride : first;
  const std::size_t count = f.padded;
  const double *const row = f.rows, *const next = row + count, *const third = next + count, *const fourth = third + count;
  const V a = V{} + f.weights[0], b = V{} + f.weights[1], c = V{} + f.weights[2], d = V{} + f.weights[3];
  Sum<V> one, two;
  V p, q, x;
  for (std::size_t j = 0; j < count; j += kSincStep)
#pragma GCC unroll 8
    for (std::uint32_t part = 0; part < Sum<V>::kParts; ++part) {
      const std::size_t at = j + part * Sum<V>::kLanes;
      load(p, row + at);
      load(q, next + at);
      p = a * p + b * q;
      load(q, third + at);
      load(x, fourth + at);
      p += c * q + d * x;
      load(x, first + at);
      one.of[part] += p * x;
      load(x, second + at);
      two.of[part] += p * x;
      if constexpr (others) std::memcpy(taps + at, &p, sizeof p);
    }
  sums[0] = one.total();
  if (f.channels > 1) sums[1] = two.total();
}

template <class V>
[[gnu::always_inline]] inline void sum_frame(const SincFrame& f, double* taps, double* sums) noexcept {
  if (f.channels <= 2) return sum_two<V, false>(f, taps, sums);
  sum_two<V, true>(f, taps, sums);
  const std::size_t count = f.padded;
  for (std::uint32_t channel = 2; channel < f.channels; ++channel) {
    const double* const samples = f.samples + channel * f.stride;
    Sum<V> sum;
    V p, x;
    for (std::size_t j = 0; j < count; j += kSincStep)
#pragma GCC unroll 8
      for (std::uint32_t part = 0; part < Sum<V>::kParts; ++part) {
        load(p, taps + j + part * Sum<V>::kLanes);
        load(x, samples + j + part * Sum<V>::kLanes);
        sum.of[part] += p * x;
      }
    sums[channel] = sum.total();
  }
}

void sum_pairs(const SincFrame& frame, double* taps, double* sums) noexcept { sum_frame<Pair>(frame, taps, sums); }

#if defined(__x86_64__)
[[gnu::target("avx2")]] void sum_quads(const SincFrame& frame, double* taps, double* sums) noexcept { sum_frame<Quad>(frame, taps, sums); }
#endif

}  // namespace

SincSum sinc_sum_baseline() noexcept { return sum_pairs; }

SincSum sinc_sum() noexcept {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return sum_quads;
#endif
  return sum_pairs;
}

}  // namespace busbar
