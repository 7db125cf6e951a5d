// Arithmetic that pays for wide vectors: one source (simd/paths), compiled once per instruction set, chosen when the
// engine starts. In: samples, and tables made by the kernels. Out: samples. Invariants: what a lane computes is the same
// to the bit whatever its neighbours, the width of the group and the number of frames; on a path with fused
// multiply-add every path through that table fuses the same products.
#pragma once

#include <cstdint>

namespace busbar {

/// Groups of channels are 1, 2, 4, 8 or 16 wide: the last so that sections which stand alone do not wait for themselves.
inline constexpr std::uint32_t kLaneWidths = 5;
inline constexpr std::uint32_t kMostLanes = 1 << (kLaneWidths - 1);
/// Numbers that a section multiplies by, each as many times as the group is wide:
/// v = x - s2; band = a1 s1 + a2 v; y = n0 x + n2 s2 + n1 band; s1 = c1 band - s1; s2 = c2 band + s2.
enum SectionFactor : std::uint32_t { kA1, kA2, kC1, kC2, kN0, kN1, kN2, kSectionFactors };
/// A bell has n0 = 1, n2 = 0 and c1 = 2 for good, and does not look at them.
enum SectionForm : std::uint32_t { kGeneral, kBell, kSectionForms };
/// Numbers that a section remembers: s1, s2.
inline constexpr std::uint32_t kSectionMemory = 2;

/// What is done to a group of channels in lanes. `buffer` holds frame after frame, `width` samples each; tables of
/// factors and memory hold section after section.
struct LaneOps {
  void (*load)(const double* const* in, std::uint32_t frames, double* buffer) noexcept;
  void (*store)(const double* buffer, double* const* out, std::uint32_t frames) noexcept;
  /// `count` sections one behind the other.
  void (*sections[kSectionForms])(double* buffer, std::uint32_t frames, const double* factors, double* memory, std::uint32_t count) noexcept;
  /// One section whose factors are others in each frame.
  void (*moving[kSectionForms])(double* buffer, std::uint32_t frames, const double* factors, double* memory) noexcept;
  /// A gain for each lane; `step` is 0, or the width where gains are others in each frame.
  void (*gains)(double* buffer, std::uint32_t frames, const double* gains, std::uint32_t step) noexcept;
};

/// Outputs that are sums over the same inputs: `gains` input after input, `rows` each. Added in the order of inputs.
struct MixTile {
  const std::uint32_t* columns;  ///< indices of the inputs
  const double* gains;
  std::uint32_t column_count;  ///< at least 1
  std::uint32_t rows;          ///< 1 to kMostRows
  bool from_zero;              ///< the first product is added to +0
};
inline constexpr std::uint32_t kMostRows = 8;

/// From samples to gains and back: what a limiter does. What is not a number is nobody's maximum.
struct DynamicsOps {
  /// The largest |x[i]|, 0 where there is none.
  double (*loudest)(const double* x, std::uint32_t frames) noexcept;
  /// Raises each of `peaks` to |x[i]| where that is larger: `most` at most, and 0 for what is not finite.
  void (*raise)(const double* x, double most, double* peaks, std::uint32_t frames) noexcept;
  /// Samples go into `line`, and what was there comes out within the bound, either side; `out` may be `in`.
  void (*hold)(const double* in, double* line, double* out, double bound, std::uint32_t frames) noexcept;
  /// The same, times a gain of each frame, within a bound of each frame.
  void (*limit)(const double* in, double* line, double* out, const double* gains, const double* bounds, std::uint32_t frames) noexcept;
  /// x[i] becomes the largest of `before`, x[0] .. x[i] and line[i + 1]; line[i] becomes what x[i] was. Gives the largest
  /// of `before` and all x.
  double (*running_maximum)(double* x, double* line, double before, std::uint32_t frames) noexcept;
  /// x[i] becomes the largest of x[i] .. x[count - 1]; none is below 0.
  void (*maxima_to_end)(double* x, std::uint32_t count) noexcept;
  /// x[i] becomes 1 / x[i], or less where it rises: it goes `coefficient` less than all of the way from what came out before
  /// to `near` above 1 / x[i]. Gives the last.
  double (*release)(double* x, double coefficient, double near, double before, std::uint32_t frames) noexcept;
  /// The whole part of x[i] unit, which lies between 0 and 2^51.
  void (*to_wholes)(const double* x, double unit, std::int64_t* wholes, std::uint32_t frames) noexcept;
  /// x[i] = wholes[i] / total, of wholes from 0 to 2^62. Gives the least of them.
  double (*to_quotients)(const std::int64_t* wholes, double total, double* x, std::uint32_t frames) noexcept;
  /// out[i] = `sum` and all of now[0] - oldest[0] .. now[i] - oldest[i]. Gives the last.
  std::int64_t (*box_sum)(const std::int64_t* now, const std::int64_t* oldest, std::int64_t sum, std::int64_t* out, std::uint32_t frames) noexcept;
};

/// Convolution in single precision. A spectrum is `bins` real parts, then as many imaginary ones; of its first bin both are
/// real: 0 Hz and half the rate. `bins` is a multiple of 32, and spectra are aligned to 16 bytes.
struct SpectrumOps {
  /// sum += the products of `count` spectra, bin by bin, in that order: those of `spectra` go down in memory from there,
  /// those of `taps` up. `fresh`: to a sum of 0.
  void (*multiply_add)(const float* spectra, const float* taps, std::uint32_t count, std::uint32_t bins, float* sum, bool fresh) noexcept;
  void (*to_single)(const double* x, float* out, std::uint32_t frames) noexcept;
  /// out[i] += x[i].
  void (*add_single)(const float* x, double* out, std::uint32_t frames) noexcept;
};

struct Simd {
  const char* name;
  LaneOps lanes[kLaneWidths];  ///< by the logarithm of the width
  void (*mix)(const MixTile& tile, const double* const* in, double* const* out, std::uint32_t frames) noexcept;
  /// out[i] = in[i] gain; `out` may be `in`.
  void (*times)(const double* in, double gain, double* out, std::uint32_t frames) noexcept;
  /// out[i] = in[i] gains[i], or added to what is there; the products as `mix` makes them.
  void (*scale)(const double* in, const double* gains, double* out, std::uint32_t frames) noexcept;
  void (*scale_add)(const double* in, const double* gains, double* out, std::uint32_t frames) noexcept;
  /// out[i] = sum of taps[k] in[i - k], added in the order of the taps.
  void (*convolve)(const double* taps, std::uint32_t count, const double* in, double* out, std::uint32_t frames) noexcept;
  DynamicsOps dynamics;
  SpectrumOps spectra;
};

/// The path in use: the widest that the processor has, or the one that the environment variable BUSBAR_SIMD names
/// among those that it has. The same for the life of the process.
const Simd& simd() noexcept;

}  // namespace busbar
