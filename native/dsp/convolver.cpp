#include "dsp/convolver.h"

#include <algorithm>

#include "simd/simd.h"

namespace busbar {
namespace {

/// Up to here the time domain costs less than transforms, and is exact.
constexpr std::uint32_t kDirectTaps = 128;
/// Partition sizes after the head; the first must be kTick, and each level starts where the next smaller one ends.
constexpr std::uint32_t kSizes[] = {kTick, 8 * kTick, 64 * kTick};

std::uint32_t first_tap(std::uint32_t size) noexcept { return size == kTick ? size : 2 * size; }

std::vector<Partitions> partition(std::uint32_t taps) {
  std::vector<Partitions> levels;
  if (taps <= kDirectTaps) return levels;
  for (std::size_t i = 0; i < std::size(kSizes) && taps > first_tap(kSizes[i]); ++i) {
    const std::uint32_t first = first_tap(kSizes[i]);
    const std::uint32_t end = i + 1 < std::size(kSizes) ? std::min(taps, first_tap(kSizes[i + 1])) : taps;
    levels.push_back({kSizes[i], first, (end - first + kSizes[i] - 1) / kSizes[i]});
  }
  return levels;
}

}  // namespace

Convolver::Convolver(const double* taps, std::uint32_t rows, std::uint32_t columns)
    : head_taps_(columns <= kDirectTaps ? columns : kTick) {
  heads_.reserve(std::size_t{rows} * head_taps_);
  for (std::uint32_t r = 0; r < rows; ++r) {
    const double* row = taps + std::size_t{r} * columns;
    heads_.insert(heads_.end(), row, row + head_taps_);
  }
  for (const Partitions& p : partition(columns)) {
    levels_.emplace_back(p, taps, rows, columns);
    // Two windows are the oldest that is still read, and a third fills up while the transform waits for its tick.
    mask_ = 4 * p.size - 1;
  }
}

std::uint32_t Convolver::scratch() const noexcept { return levels_.empty() ? 0 : levels_.back().scratch(); }

ConvolverStream* Convolver::lay_out(Carver& carver) const {
  auto* s = carver.take<ConvolverStream>(1);
  auto* window = carver.take<double>(DirectFir::window_size(head_taps_));
  auto* history = carver.take<float>(levels_.empty() ? 0 : mask_ + 1);
  auto* levels = carver.take<LevelStream>(levels_.size());
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    const LevelStream level = levels_[i].lay_out(carver);
    if (levels) levels[i] = level;
  }
  if (s) *s = {DirectFir(window, head_taps_), history, levels, 0, false};
  return s;
}

void Convolver::clear(ConvolverStream& s) const noexcept {
  s.head.clear();
  if (!levels_.empty()) std::fill_n(s.history, mask_ + 1, 0.0f);
  for (std::size_t i = 0; i < levels_.size(); ++i) levels_[i].clear(s.levels[i]);
  s.started = false;
}

LevelBeside Convolver::level_of(const StreamBeside& beside, std::size_t level) const noexcept {
  if (!beside.convolver || level >= beside.convolver->levels_.size()) return {};
  const ConvolverStream& s = *beside.stream;
  return {s.levels + level, beside.convolver->levels_[level].partitions().count, s.history, beside.convolver->mask_, s.frame};
}

void Convolver::process(ConvolverStream& s, std::uint32_t row, const double* in, double* out, std::uint32_t frames,
                        std::uint64_t frame, Stagger stagger, const StreamBeside& beside, float* scratch) const noexcept {
  const double* head = heads_.data() + std::size_t{row} * head_taps_;
  if (levels_.empty()) {
    s.head.process(head, in, out, frames);
    return;
  }
  if (!s.started) {
    s.started = true;
    s.frame = frame;
  }
  for (std::uint32_t done = 0; done < frames;) {
    const auto within = static_cast<std::uint32_t>(s.frame % kTick);
    if (within == 0)
      for (std::size_t i = 0; i < levels_.size(); ++i)
        levels_[i].tick(s.levels[i], row, s.history, mask_, s.frame, stagger, level_of(beside, i), scratch);
    const std::uint32_t n = std::min(frames - done, kTick - within);
    float* history = s.history + (s.frame & mask_);
    simd().spectra.to_single(in + done, history, n);
    s.head.process(head, in + done, out + done, n);
    for (std::size_t l = 0; l < levels_.size(); ++l) {
      const float* share = s.levels[l].playing + s.frame % levels_[l].partitions().size;
      simd().spectra.add_single(share, out + done, n);
    }
    s.frame += n;
    done += n;
  }
}

}  // namespace busbar
