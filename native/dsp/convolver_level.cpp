#include "dsp/convolver_level.h"

#include <algorithm>
#include <complex>
#include <cstring>
#include <limits>
#include <utility>

#include "dsp/double_fft.h"
#include "simd/simd.h"

namespace busbar {

// std::vector<float> is aligned to 16 bytes, as pffft needs, and partitions are multiples of that.
static_assert(__STDCPP_DEFAULT_NEW_ALIGNMENT__ >= 16);

/// No window has been transformed yet.
constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

ConvolverLevel::ConvolverLevel(const Partitions& partitions, const double* taps, std::uint32_t rows, std::uint32_t columns)
    : partitions_(partitions), fft_(2 * partitions.size) {
  // In double: the taps' share of the error is then that of one rounding.
  const std::size_t points = fft_.points();
  const DoubleFft transform(fft_.points());
  const double scale = 1.0 / static_cast<double>(points);  // transforms are not scaled
  std::vector<std::complex<double>> padded(points);
  std::vector<float> bins(points), work(points);
  taps_.resize(rows * partitions.count * points);
  float* spectrum = taps_.data();
  for (std::uint32_t r = 0; r < rows; ++r)
    for (std::uint32_t p = 0; p < partitions.count; ++p, spectrum += points) {
      std::fill(padded.begin(), padded.end(), 0.0);
      const std::uint32_t from = partitions.first + p * partitions.size;
      const std::uint32_t n = std::min(partitions.size, columns - from);
      const double* row = taps + std::size_t{r} * columns + from;
      for (std::uint32_t i = 0; i < n; ++i) padded[i] = row[i] * scale;
      transform.transform(padded.data());
      for (std::size_t k = 1; k < points / 2; ++k) {
        bins[2 * k] = static_cast<float>(padded[k].real());
        bins[2 * k + 1] = static_cast<float>(padded[k].imag());
      }
      bins[0] = static_cast<float>(padded[0].real());
      bins[1] = static_cast<float>(padded[points / 2].real());
      fft_.from_bins(bins.data(), spectrum, work.data());
    }
}

LevelStream ConvolverLevel::lay_out(Carver& carver) const {
  const std::size_t points = fft_.points();
  LevelStream s{};
  s.spectra = carver.take<float>(points * partitions_.count);
  s.sum = carver.take<float>(points);
  s.playing = carver.take<float>(partitions_.size);
  s.ready = carver.take<float>(partitions_.size);
  s.boundary = kNever;
  s.done = steps();
  return s;
}

void ConvolverLevel::clear(LevelStream& s) const noexcept {
  const std::size_t points = fft_.points();
  std::fill_n(s.spectra, points * partitions_.count, 0.0f);
  std::fill_n(s.playing, partitions_.size, 0.0f);
  std::fill_n(s.ready, partitions_.size, 0.0f);
  s.boundary = kNever;
  s.newest = 0;
  s.done = steps();
}

void ConvolverLevel::tick(LevelStream& s, std::uint32_t row, const float* history, std::uint64_t mask, std::uint64_t frame,
                          Stagger stagger, const LevelBeside& beside, float* scratch) const noexcept {
  const std::uint32_t size = partitions_.size;
  const auto within = static_cast<std::uint32_t>(frame % size);
  const std::uint64_t boundary = frame - within;
  if (partitions_.at_once()) {
    if (within != 0) return;
    s.done = 0;
    work(s, row, history, mask, boundary, steps(), beside, scratch);
    std::swap(s.playing, s.ready);
    return;
  }
  if (within == 0) {
    // The last tick of the block before left nothing to do, whatever the stagger.
    std::swap(s.playing, s.ready);
    s.done = 0;
  }
  work(s, row, history, mask, boundary, due(within / kTick, stagger), beside, scratch);
}

/// Steps that must be done once tick `tick` of a block is over: the transforms stand alone, as many ticks from either end as
/// `stagger` says, and the products are spread between them.
std::uint32_t ConvolverLevel::due(std::uint32_t tick, Stagger stagger) const noexcept {
  const std::uint32_t ticks = partitions_.size / kTick;
  const std::uint32_t first = stagger.first % (ticks / 4), last = ticks - 1 - stagger.last % (ticks / 4);
  if (tick < first) return 0;
  if (tick >= last) return steps();
  const std::uint32_t slots = last - 1 - first;
  return 1 + (partitions_.count * (tick - first) + slots - 1) / slots;
}

void ConvolverLevel::work(LevelStream& s, std::uint32_t row, const float* history, std::uint64_t mask, std::uint64_t boundary,
                          std::uint32_t until, const LevelBeside& beside, float* scratch) const noexcept {
  const std::uint32_t size = partitions_.size, count = partitions_.count;
  const std::size_t points = fft_.points();
  while (s.done < until) {
    if (s.done == 0) {
      s.newest = s.newest + 1 == count ? 0 : s.newest + 1;
      s.boundary = boundary;
      take_spectrum(s, history + ((boundary - 2 * size) & mask), history + ((boundary - size) & mask), beside, scratch);
      ++s.done;
    } else if (s.done <= count) {
      const std::uint32_t age = s.done - 1, end = std::min(until - 1, count);
      // The ring goes down from the newest, and on from its end.
      const std::uint32_t slot = s.newest >= age ? s.newest - age : s.newest + count - age;
      const std::uint32_t products = std::min(end - age, slot + 1);
      simd().spectra.multiply_add(s.spectra + slot * points, taps_.data() + (std::size_t{row} * count + age) * points, products,
                                  fft_.bins(), s.sum, age == 0);
      s.done += products;
    } else {
      fft_.backward(s.sum, scratch, scratch + points);
      std::memcpy(s.ready, scratch + size, size * sizeof(float));
      ++s.done;
    }
  }
}

/// Of the window that ends at the boundary. It starts at a multiple of `size`, and so does the ring: it is in two pieces at
/// most, of `size` each.
void ConvolverLevel::take_spectrum(LevelStream& s, const float* older, const float* newer, const LevelBeside& beside,
                                   float* scratch) const noexcept {
  const std::uint32_t size = partitions_.size;
  const std::size_t points = fft_.points();
  float* spectrum = s.spectra + s.newest * points;
  if (const float* same = known(beside, s.boundary, older, newer)) {
    std::memcpy(spectrum, same, points * sizeof(float));
    return;
  }
  if (newer != older + size) {
    std::memcpy(scratch, older, size * sizeof(float));
    std::memcpy(scratch + size, newer, size * sizeof(float));
    older = scratch;
  }
  fft_.forward(older, spectrum, scratch + points);
}

/// The spectrum of the same window, where the stream beside still has both. Neither numbers nor the past of two streams need
/// be one: samples are compared.
const float* ConvolverLevel::known(const LevelBeside& beside, std::uint64_t boundary, const float* older, const float* newer) const noexcept {
  const std::uint32_t size = partitions_.size;
  if (!beside.stream || boundary > beside.stream->boundary) return nullptr;
  const std::uint64_t age = (beside.stream->boundary - boundary) / size;
  const std::uint64_t first = boundary - 2 * size;
  if (age >= beside.count || beside.frame - first > beside.mask + 1) return nullptr;
  if (std::memcmp(beside.history + (first & beside.mask), older, size * sizeof(float)) != 0) return nullptr;
  if (std::memcmp(beside.history + ((first + size) & beside.mask), newer, size * sizeof(float)) != 0) return nullptr;
  const std::uint64_t newest = beside.stream->newest;
  return beside.stream->spectra + (newest >= age ? newest - age : newest + beside.count - age) * fft_.points();
}

}  // namespace busbar
