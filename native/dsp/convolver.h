// FIRs of any length without added latency: the first taps in the time domain in double, the others in levels of
// growing partitions in single precision. In: filters and channels. Out: their convolution; the output of a frame
// needs no later input. Invariant: work is grouped by the number of the frame and by the taps, never by blocks.
#pragma once

#include <cstdint>
#include <vector>

#include "dsp/convolver_level.h"
#include "dsp/direct_fir.h"
#include "rt/state_block.h"

namespace busbar {

/// What a channel keeps: its input, in the forms that the levels need.
struct ConvolverStream {
  DirectFir head;
  float* history;
  LevelStream* levels;
  std::uint64_t frame;
  bool started;
};

class Convolver;

/// A channel of another filter, which has been processed to the same frame and may have heard the same.
struct StreamBeside {
  const Convolver* convolver = nullptr;  ///< null: there is none
  const ConvolverStream* stream = nullptr;
};

class Convolver {
 public:
  /// `rows` filters of `columns` taps, row by row; copied.
  Convolver(const double* taps, std::uint32_t rows, std::uint32_t columns);

  ConvolverStream* lay_out(Carver& carver) const;
  void clear(ConvolverStream& stream) const noexcept;

  /// Floats of scratch that `process` needs, aligned to 16 bytes.
  std::uint32_t scratch() const noexcept;
  /// `frame` is the number of the first frame; the stream keeps count from there. `out` may be `in`.
  void process(ConvolverStream& stream, std::uint32_t row, const double* in, double* out, std::uint32_t frames,
               std::uint64_t frame, Stagger stagger, const StreamBeside& beside, float* scratch) const noexcept;

 private:
  LevelBeside level_of(const StreamBeside& beside, std::size_t level) const noexcept;

  std::uint32_t head_taps_;
  std::vector<double> heads_;
  std::vector<ConvolverLevel> levels_;
  std::uint64_t mask_ = 0;  ///< of the input history
};

}  // namespace busbar
