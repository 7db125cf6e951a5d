// `busbar_floor`: the arithmetic of the workloads and nothing else, as fast as this processor was made to do it here. In:
// nothing. Out: a line of JSON, CPU time: nanoseconds per sample of a biquad among eight channels of ten (`lanes`) and of one
// that stands alone (`lone`), per multiply-add of a 64 x 64 matrix (`matrix`), all in double; seconds per second of sound of
// one 65,536-tap response in three levels, in float (`response`). It knows its work when it is compiled, unlike an engine.
#include <pffft.h>
#include <time.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <vector>

namespace {

constexpr int kFrames = 128, kRounds = 7;
/// As wide as registers are.
constexpr int kWide = __BIGGEST_ALIGNMENT__ / 8;
using Wide = double __attribute__((vector_size(kWide * 8)));
using Eight = double __attribute__((vector_size(64)));

double now() {
  timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

/// Seconds that one call takes: the least of some rounds.
template <class F>
double least(int calls, const F& call) {
  double best = 1e9;
  for (int r = 0; r < kRounds; ++r) {
    const double since = now();
    for (int i = 0; i < calls; ++i) call();
    best = std::min(best, (now() - since) / calls);
  }
  return best;
}

template <class T>
T* aligned(std::size_t count) {
  void* p = std::aligned_alloc(64, (count * sizeof(T) + 63) / 64 * 64);
  std::memset(p, 0, (count * sizeof(T) + 63) / 64 * 64);
  return static_cast<T*>(p);
}

template <class T>
void fill(T* to, std::size_t count, double height) {
  std::uint32_t seed = 1;
  for (std::size_t i = 0; i < count; ++i) to[i] = static_cast<T>(height * ((seed = seed * 1664525u + 1013904223u) / 4294967296.0 - 0.5));
}

/// A bell of 1 kHz, about: b0 b1 b2 a1 a2.
constexpr double kBell[5] = {1.02, -1.95, 0.94, -1.95, 0.96};

/// Eight channels side by side, ten sections in one pass, transposed form II; the state is in registers as far as they reach.
double lanes() {
  constexpr int kSections = 10, kGroups = 8 / kWide > 0 ? 8 / kWide : 1;
  struct State {
    Wide one[kSections][kGroups] = {}, two[kSections][kGroups] = {};
  };
  static State state;
  Wide* const buffer = aligned<Wide>(kFrames * kGroups);
  fill(reinterpret_cast<double*>(buffer), kFrames * kGroups * kWide, 0.1);
  static Wide factors[kSections][5];
  for (auto& section : factors)
    for (int i = 0; i < 5; ++i) section[i] = Wide{} + kBell[i];
  const double seconds = least(2000, [&] {
    State s = state;
    for (int n = 0; n < kFrames; ++n)
      for (int g = 0; g < kGroups; ++g) {
        Wide x = buffer[n * kGroups + g];
#pragma GCC unroll 10
        for (int k = 0; k < kSections; ++k) {
          const Wide y = factors[k][0] * x + s.one[k][g];
          s.one[k][g] = factors[k][1] * x - factors[k][3] * y + s.two[k][g];
          s.two[k][g] = factors[k][2] * x - factors[k][4] * y;
          x = y;
        }
        buffer[n * kGroups + g] = x * 0.5;
      }
    state = s;
  });
  return 1e9 * seconds / (kFrames * kSections * kGroups * kWide);
}

/// Alone: eight samples a step. What comes of the input is off the path from step to step, which is two products long.
double lone() {
  const auto [b0, b1, b2, a1, a2] = kBell;
  // Answers to an impulse of the recursive half, and to its two last outputs.
  double impulse[8], last[8], before[8];
  for (int n = 0; n < 8; ++n) {
    const auto recur = [&](const double* y, double first, double second, double x) {
      return x - a1 * (n > 0 ? y[n - 1] : first) - a2 * (n > 1 ? y[n - 2] : n == 1 ? first : second);
    };
    impulse[n] = recur(impulse, 0, 0, n == 0 ? 1 : 0);
    last[n] = recur(last, 1, 0, 0);
    before[n] = recur(before, 0, 1, 0);
  }
  Eight columns[8] = {}, from_last, from_before;
  for (int k = 0; k < 8; ++k)
    for (int n = k; n < 8; ++n) columns[k][n] = impulse[n - k];
  std::memcpy(&from_last, last, sizeof from_last);
  std::memcpy(&from_before, before, sizeof from_before);
  double* const in = aligned<double>(kFrames + 8) + 8;
  double* const out = aligned<double>(kFrames);
  fill(in, kFrames, 0.1);
  double y1 = 0, y2 = 0;
  const double seconds = least(5000, [&] {
    for (int n = 0; n < kFrames; n += 8) {
      Eight now, ago, twice;
      std::memcpy(&now, in + n, sizeof now);
      std::memcpy(&ago, in + n - 1, sizeof ago);
      std::memcpy(&twice, in + n - 2, sizeof twice);
      const Eight x = b0 * now + b1 * ago + b2 * twice;
      Eight y = columns[0] * x[0], z = columns[1] * x[1];
      for (int k = 2; k < 8; k += 2) {
        y += columns[k] * x[k];
        z += columns[k + 1] * x[k + 1];
      }
      y += z;
      y += from_last * y1 + from_before * y2;
      y1 = y[7];
      y2 = y[6];
      std::memcpy(out + n, &y, sizeof y);
    }
  });
  if (out[kFrames - 1] > 1e6) std::abort();
  return 1e9 * seconds / kFrames;
}

/// Tiles of eight outputs by two registers of frames.
double matrix() {
  constexpr int kSize = 64, kRows = 8;
  double *const in = aligned<double>(kSize * kFrames), *const out = aligned<double>(kSize * kFrames), *const gains = aligned<double>(kSize * kSize);
  fill(in, kSize * kFrames, 1);
  fill(gains, kSize * kSize, 0.1);
  const double seconds = least(200, [&] {
    for (int row = 0; row < kSize; row += kRows)
      for (int n = 0; n < kFrames; n += 2 * kWide) {
        Wide sums[kRows][2] = {};
        for (int i = 0; i < kSize; ++i) {
          Wide a, b;
          std::memcpy(&a, in + i * kFrames + n, sizeof a);
          std::memcpy(&b, in + i * kFrames + n + kWide, sizeof b);
#pragma GCC unroll 8
          for (int r = 0; r < kRows; ++r) {
            const double gain = gains[i * kSize + row + r];
            sums[r][0] += gain * a;
            sums[r][1] += gain * b;
          }
        }
#pragma GCC unroll 8
        for (int r = 0; r < kRows; ++r) std::memcpy(out + (row + r) * kFrames + n, sums[r], sizeof sums[r]);
      }
  });
  return 1e9 * seconds / (1.0 * kSize * kSize * kFrames);
}

/// Levels of a response: frames per part, parts. Two transforms, and products with every part, each time a level's block is full.
struct Level {
  int frames, parts;
  PFFFT_Setup* setup;
  float *spectra, *past, *time, *sum;
  void run() const {
    const int size = 2 * frames;
    pffft_transform(setup, time, past, nullptr, PFFFT_FORWARD);
    std::memset(sum, 0, static_cast<std::size_t>(size) * sizeof(float));
    for (int p = 0; p < parts; ++p) {
      // Real and imaginary halves apart.
      const float *const x = past + p * size, *const h = spectra + p * size;
      for (int i = 0; i < frames; ++i) {
        sum[i] += x[i] * h[i] - x[frames + i] * h[frames + i];
        sum[frames + i] += x[i] * h[frames + i] + x[frames + i] * h[i];
      }
    }
    pffft_transform(setup, sum, time, nullptr, PFFFT_BACKWARD);
  }
};

double response() {
  constexpr int kLevels[3][2] = {{128, 16}, {1024, 6}, {4096, 14}};
  double seconds = 0;
  for (const auto& [frames, parts] : kLevels) {
    const std::size_t size = 2 * static_cast<std::size_t>(frames), all = size * static_cast<std::size_t>(parts);
    const Level level{frames, parts, pffft_new_setup(static_cast<int>(size), PFFFT_REAL), aligned<float>(all), aligned<float>(all), aligned<float>(size), aligned<float>(size)};
    fill(level.spectra, all, 1e-6);
    fill(level.past, all, 1e-6);
    seconds += least(100, [&] { level.run(); }) * 48000 / frames;
  }
  return seconds;
}

}  // namespace

int main() {
  std::printf("{\"lanes\": %.4f, \"lone\": %.4f, \"matrix\": %.5f, \"response\": %.4g}\n", lanes(), lone(), matrix(), response());
}
