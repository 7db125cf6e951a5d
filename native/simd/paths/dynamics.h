// A limiter's way from samples to gains and back, in whole registers. What is left over goes frame by frame, by the same
// arithmetic: maxima and whole numbers do not depend on how they are grouped, products and quotients stand alone.
#pragma once

#include "simd/paths/scans.h"

namespace busbar::BUSBAR_SIMD_PATH {

/// Where either is not a number, b.
template <class V>
BUSBAR_INLINE V larger(const V& a, const V& b) noexcept {
  return a > b ? a : b;
}
template <class V>
BUSBAR_INLINE V smaller(const V& a, const V& b) noexcept {
  return a < b ? a : b;
}

template <std::uint32_t W>
BUSBAR_INLINE Vector<W> magnitude(const Vector<W>& x) noexcept {
  return as<Vector<W>>(as<Whole<W>>(x) & INT64_MAX);
}

/// What is not a number stays so.
template <class V>
BUSBAR_INLINE V within(const V& x, const V& bound) noexcept {
  return smaller(bound, larger(-bound, x));
}

/// `step` of W frames at a time, then of one.
template <class Step>
BUSBAR_INLINE void frame_by_frame(std::uint32_t frames, Step step) noexcept {
  std::uint32_t i = 0;
  for (; i + kWidest <= frames; i += kWidest) step.template operator()<kWidest>(i);
  for (; i < frames; ++i) step.template operator()<1>(i);
}

double loudest(const double* x, std::uint32_t frames) noexcept {
  constexpr std::uint32_t kRegisters = 4;
  Vector<kWidest> most[kRegisters] = {};
  std::uint32_t i = 0;
  for (; i + kRegisters * kWidest <= frames; i += kRegisters * kWidest)
    BUSBAR_UNROLL
    for (std::uint32_t r = 0; r < kRegisters; ++r) most[r] = larger(magnitude<kWidest>(load<kWidest>(x + i + r * kWidest)), most[r]);
  double found = 0;
  for (; i < frames; ++i) found = larger(magnitude<1>(x[i]), found);
  BUSBAR_UNROLL
  for (std::uint32_t r = 1; r < kRegisters; ++r) most[0] = larger(most[r], most[0]);
  double lanes[kWidest];
  store<kWidest>(lanes, most[0]);
  for (const double lane : lanes) found = larger(lane, found);
  return found;
}

void raise(const double* x, double most, double* peaks, std::uint32_t frames) noexcept {
  frame_by_frame(frames, [&]<std::uint32_t W>(std::uint32_t i) {
    const Vector<W> m = magnitude<W>(load<W>(x + i));
    const Vector<W> p = m <= all<W>(__DBL_MAX__) ? smaller(m, all<W>(most)) : all<W>(0);
    store<W>(peaks + i, larger(p, load<W>(peaks + i)));
  });
}

void hold(const double* in, double* line, double* out, double bound, std::uint32_t frames) noexcept {
  frame_by_frame(frames, [&]<std::uint32_t W>(std::uint32_t i) {
    const Vector<W> late = load<W>(line + i);
    store<W>(line + i, load<W>(in + i));
    store<W>(out + i, within(late, all<W>(bound)));
  });
}

void limit(const double* in, double* line, double* out, const double* gains, const double* bounds, std::uint32_t frames) noexcept {
  frame_by_frame(frames, [&]<std::uint32_t W>(std::uint32_t i) {
    const Vector<W> late = load<W>(line + i) * load<W>(gains + i);
    store<W>(line + i, load<W>(in + i));
    store<W>(out + i, within(late, load<W>(bounds + i)));
  });
}

double running_maximum(double* x, double* line, double before, std::uint32_t frames) noexcept {
  constexpr std::uint32_t W = kWidest;
  Vector<W> most = all<W>(before);
  std::uint32_t i = 0;
  for (; i + W <= frames; i += W) {
    const Vector<W> now = load<W>(x + i), later = load<W>(line + i + 1);
    store<W>(line + i, now);
    const Vector<W> upto = larger(joined_up<W>(now, now, larger<Vector<W>>), most);
    store<W>(x + i, larger(upto, later));
    most = spread<W - 1>(upto, LanesOf<W>{});
  }
  double last = most[0];
  for (; i < frames; ++i) {
    const double now = x[i];
    last = larger(now, last);
    x[i] = larger(last, line[i + 1]);
    line[i] = now;
  }
  return last;
}

void maxima_to_end(double* x, std::uint32_t count) noexcept {
  constexpr std::uint32_t W = kWidest;
  Vector<W> most = all<W>(0);
  std::uint32_t i = count;
  for (; i >= W; i -= W) {
    const Vector<W> now = load<W>(x + i - W);
    most = larger(joined_down<W>(now, Vector<W>{}, larger<Vector<W>>), spread<0>(most, LanesOf<W>{}));
    store<W>(x + i - W, most);
  }
  for (double last = most[0]; i > 0; --i) x[i - 1] = last = larger(x[i - 1], last);
}

double release(double* x, double coefficient, double near, double before, std::uint32_t frames) noexcept {
  frame_by_frame(frames, [&]<std::uint32_t W>(std::uint32_t i) {
    const Vector<W> suit = all<W>(1) / load<W>(x + i);
    double suits[W], aims[W];
    store<W>(suits, suit);
    store<W>(aims, (suit + all<W>(near)) * all<W>(1 - coefficient));
    BUSBAR_UNROLL
    for (std::uint32_t k = 0; k < W; ++k) x[i + k] = before = smaller(multiply_add(before, coefficient, aims[k]), suits[k]);
  });
  return before;
}

/// Numbers from 0 to 2^51: added to 2^52, their whole part stands in the last bits.
constexpr double kWholes = 0x1p52;

void to_wholes(const double* x, double unit, std::int64_t* wholes, std::uint32_t frames) noexcept {
  frame_by_frame(frames, [&]<std::uint32_t W>(std::uint32_t i) {
    const Vector<W> v = load<W>(x + i) * all<W>(unit);
    if constexpr (W == 1) {
      wholes[i] = static_cast<std::int64_t>(v);
    } else {
      const Vector<W> nearest = v + all<W>(kWholes);
      // A comparison that holds is -1: what was rounded up is put right.
      const Whole<W> whole = as<Whole<W>>(nearest) - as<Whole<W>>(all<W>(kWholes)) + (nearest - all<W>(kWholes) > v);
      __builtin_memcpy(wholes + i, &whole, sizeof whole);
    }
  });
}

double to_quotients(const std::int64_t* wholes, double total, double* x, std::uint32_t frames) noexcept {
  double least = __DBL_MAX__;
  Vector<kWidest> least_lanes = all<kWidest>(least);
  frame_by_frame(frames, [&]<std::uint32_t W>(std::uint32_t i) {
    if constexpr (W == 1) {
      x[i] = static_cast<double>(wholes[i]) / total;
      least = smaller(x[i], least);
    } else {
      Whole<W> whole;
      __builtin_memcpy(&whole, wholes + i, sizeof whole);
      // Both halves are exact as doubles, so that their sum is rounded once.
      const Vector<W> low = as<Vector<W>>((whole & 0xffffffff) | as<Whole<W>>(all<W>(kWholes)));
      const Vector<W> high = as<Vector<W>>((whole >> 32) | as<Whole<W>>(all<W>(kWholes * 0x1p32)));
      const Vector<W> quotient = (high - all<W>(kWholes * 0x1p32 + kWholes) + low) / all<W>(total);
      store<W>(x + i, quotient);
      least_lanes = smaller(quotient, least_lanes);
    }
  });
  for (std::uint32_t lane = 0; lane < kWidest; ++lane) least = smaller(least_lanes[lane], least);
  return least;
}

std::int64_t box_sum(const std::int64_t* now, const std::int64_t* oldest, std::int64_t sum, std::int64_t* out, std::uint32_t frames) noexcept {
  constexpr std::uint32_t W = kWidest;
  const auto plus = [](const Whole<W>& a, const Whole<W>& b) { return a + b; };
  Whole<W> sums = sum - Whole<W>{};
  std::uint32_t i = 0;
  for (; i + W <= frames; i += W) {
    Whole<W> come, gone;
    __builtin_memcpy(&come, now + i, sizeof come);
    __builtin_memcpy(&gone, oldest + i, sizeof gone);
    const Whole<W> upto = joined_up<W>(come - gone, Whole<W>{}, plus) + sums;
    __builtin_memcpy(out + i, &upto, sizeof upto);
    sums = spread<W - 1>(upto, LanesOf<W>{});
  }
  for (sum = sums[0]; i < frames; ++i) out[i] = sum += now[i] - oldest[i];
  return sum;
}

}  // namespace busbar::BUSBAR_SIMD_PATH
