// Real FFTs in single precision. In: a length that pffft takes. Out: spectra in pffft's own order, good for products
// and for the way back only. The one header over pffft (J. Pommier, after FFTPACK); nothing else includes it.
#pragma once

#include <pffft.h>

#include <cstdint>
#include <memory>
#include <new>

namespace busbar {

/// Transforms of `points` floats each way. Pointers must be aligned to 16 bytes; `work` is scratch of `points` floats.
class Fft {
 public:
  /// `points`: a power of two, at least 32. Throws std::bad_alloc.
  explicit Fft(std::uint32_t points) : setup_(pffft_new_setup(static_cast<int>(points), PFFFT_REAL)), points_(points) {
    if (!setup_) throw std::bad_alloc();
  }

  std::uint32_t points() const noexcept { return points_; }

  void forward(const float* in, float* spectrum, float* work) const noexcept {
    pffft_transform(setup_.get(), in, spectrum, work, PFFFT_FORWARD);
  }
  /// Times `points`: transforms are not scaled.
  void backward(const float* spectrum, float* out, float* work) const noexcept {
    pffft_transform(setup_.get(), spectrum, out, work, PFFFT_BACKWARD);
  }
  /// `bins` as pairs (real, imaginary) in order, the first one (bin 0, bin points / 2); not in place.
  void from_bins(const float* bins, float* spectrum) const noexcept {
    pffft_zreorder(setup_.get(), bins, spectrum, PFFFT_BACKWARD);
  }
  /// sum += a b, bin by bin.
  void multiply_add(const float* a, const float* b, float* sum) const noexcept {
    pffft_zconvolve_accumulate(setup_.get(), a, b, sum, 1.0f);
  }

 private:
  struct Destroy {
    void operator()(PFFFT_Setup* setup) const noexcept { pffft_destroy_setup(setup); }
  };
  std::unique_ptr<PFFFT_Setup, Destroy> setup_;
  std::uint32_t points_;
};

}  // namespace busbar
