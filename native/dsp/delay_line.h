// A delay of whole frames: samples go in and come out `length` frames later, bit for bit. In: a ring that somebody
// else owns, zeroed. Out: the delayed stream. Any cut of the stream into blocks gives the same.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace busbar {

class DelayLine {
 public:
  DelayLine() = default;
  /// `ring` holds `length` samples; a length of 0 needs none and passes samples on.
  DelayLine(double* ring, std::uint32_t length) noexcept : ring_(ring), length_(length) {}

  /// `out` may be `in`.
  void process(const double* in, double* out, std::uint32_t frames) noexcept {
    if (length_ == 0) {
      if (out != in) std::memmove(out, in, frames * sizeof(double));
      return;
    }
    pieces(frames, [&](double* ring, std::uint32_t done, std::uint32_t n) {
      if (out == in) {
        std::swap_ranges(ring, ring + n, out + done);
      } else {
        std::memcpy(out + done, ring, n * sizeof(double));
        std::memcpy(ring, in + done, n * sizeof(double));
      }
    });
  }

  /// For who does something on the way: `swap(ring, done, n)` finds what comes out in `n` places of the ring, and leaves
  /// there what goes in, behind the `done` frames before them. The length is not 0.
  template <class Swap>
  void pieces(std::uint32_t frames, Swap swap) noexcept {
    for (std::uint32_t done = 0; done < frames;) {
      const std::uint32_t n = std::min(frames - done, length_ - at_);
      swap(ring_ + at_, done, n);
      done += n;
      at_ = at_ + n == length_ ? 0 : at_ + n;
    }
  }

  void clear() noexcept {
    if (length_ != 0) std::fill_n(ring_, length_, 0.0);
    at_ = 0;
  }

 private:
  double* ring_ = nullptr;
  std::uint32_t length_ = 0;
  std::uint32_t at_ = 0;
};

}  // namespace busbar
