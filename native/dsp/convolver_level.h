// One level of a partitioned convolution: partitions of one size, by overlap-save, in single precision. In: a channel's
// input history. Out: block after block of its share of the output. W. G. Gardner, "Efficient convolution without
// input-output delay", JAES 43(3), 1995; G. Garcia, "Optimal filter partition for efficient convolution with short
// input/output delay", AES 113 (2002).
// Invariant: which numbers are added in which order depends on the taps alone; when the work is done does not.
#pragma once

#include <cstdint>
#include <vector>

#include "dsp/fft.h"
#include "rt/state_block.h"

namespace busbar {

/// Frames after which a level may be given work: the size of the smallest partition.
inline constexpr std::uint32_t kTick = 64;

/// Which taps a level covers: `count` partitions of `size` taps from `first` on.
/// first = size: a block is due as soon as its input ended. first = 2 size: it has `size` frames to be worked out.
struct Partitions {
  std::uint32_t size, first, count;
  bool at_once() const noexcept { return first == size; }
};

/// What one channel's level keeps.
struct LevelStream {
  float* spectra;  ///< of the last `count` input windows, a ring
  float* sum;      ///< product so far
  float* playing;  ///< `size` frames of output: the present block
  float* ready;    ///< the next one
  std::uint64_t boundary;  ///< frame at which the newest of them ends
  std::uint32_t newest;
  std::uint32_t done;  ///< steps of the present job: transform, `count` products, transform back
};

/// When the transforms of a channel come, in ticks from the ends of a block: apart, so that few fall into one tick.
struct Stagger {
  std::uint32_t first, last;
};

/// The same level of a channel that may have heard the same: what it has transformed need not be transformed again.
struct LevelBeside {
  const LevelStream* stream = nullptr;  ///< null: there is none
  std::uint32_t count = 0;              ///< of its spectra
  const float* history = nullptr;
  std::uint64_t mask = 0, frame = 0;    ///< of its history; how far it has come
};

class ConvolverLevel {
 public:
  /// `rows` filters of `columns` taps each, of which the level takes its share.
  ConvolverLevel(const Partitions& partitions, const double* taps, std::uint32_t rows, std::uint32_t columns);

  const Partitions& partitions() const noexcept { return partitions_; }
  /// Floats of scratch that `tick` needs.
  std::uint32_t scratch() const noexcept { return 3 * fft_.points(); }

  LevelStream lay_out(Carver& carver) const;
  void clear(LevelStream& stream) const noexcept;

  /// To be called before frame `frame`, a multiple of kTick. `history` is a ring of `mask` + 1 floats in which input n
  /// lies at n & mask.
  void tick(LevelStream& stream, std::uint32_t row, const float* history, std::uint64_t mask, std::uint64_t frame,
            Stagger stagger, const LevelBeside& beside, float* scratch) const noexcept;

 private:
  std::uint32_t steps() const noexcept { return partitions_.count + 2; }
  std::uint32_t due(std::uint32_t tick, Stagger stagger) const noexcept;
  void work(LevelStream& stream, std::uint32_t row, const float* history, std::uint64_t mask, std::uint64_t boundary,
            std::uint32_t until, const LevelBeside& beside, float* scratch) const noexcept;
  void take_spectrum(LevelStream& stream, const float* older, const float* newer, const LevelBeside& beside, float* scratch) const noexcept;
  const float* known(const LevelBeside& beside, std::uint64_t boundary, const float* older, const float* newer) const noexcept;

  Partitions partitions_;
  Fft fft_;
  std::vector<float> taps_;  ///< spectra, row by row, partition by partition
};

}  // namespace busbar
