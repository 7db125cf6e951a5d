// A short FIR in the time domain, in double. In: taps, a stream. Out: the convolution, without latency.
// Invariant: each output adds its products in order of the taps, so any split of the stream gives the same bits.
#pragma once

#include <cstdint>

#include "dsp/input_window.h"

namespace busbar {

/// out[i] = sum of taps[k] in[i - k], for `frames` outputs: `in` is an InputWindow's, with count - 1 samples of past.
void convolve(const double* taps, std::uint32_t count, const double* in, double* out, std::uint32_t frames) noexcept;

class DirectFir {
 public:
  /// Doubles of memory for `taps` taps.
  static std::uint32_t window_size(std::uint32_t taps) noexcept { return InputWindow::size(taps - 1); }

  DirectFir() = default;
  DirectFir(double* memory, std::uint32_t taps) noexcept : window_(memory, taps - 1), taps_(taps) {}

  /// `taps` holds as many as the constructor was told, at least 1. `out` may be `in`.
  void process(const double* taps, const double* in, double* out, std::uint32_t frames) noexcept {
    for (std::uint32_t done = 0; done < frames;) {
      const std::uint32_t n = window_.room(frames - done);
      convolve(taps, taps_, window_.push(in + done, n), out + done, n);
      done += n;
    }
  }
  void clear() noexcept { window_.clear(); }

 private:
  InputWindow window_;
  std::uint32_t taps_ = 1;
};

}  // namespace busbar
