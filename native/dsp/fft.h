// Real FFTs in single precision. In: a length that pffft takes. Out: spectra as real parts, then imaginary ones, for
// products bin by bin (simd/simd.h) and for the way back; of the first bin both are real: 0 Hz and half the rate. The other
// bins are in pffft's own order. The one header over pffft (J. Pommier, after FFTPACK); nothing else includes it.
#pragma once

#include <pffft.h>

#include <cstdint>
#include <cstring>
#include <memory>
#include <new>

namespace busbar {

/// Transforms of `points` floats each way. Pointers must be aligned to 16 bytes; `work` is scratch of 2 `points` floats.
class Fft {
 public:
  /// `points`: a power of two, at least 32. Throws std::bad_alloc.
  explicit Fft(std::uint32_t points) : setup_(pffft_new_setup(static_cast<int>(points), PFFFT_REAL)), points_(points) {
    if (!setup_) throw std::bad_alloc();
  }

  std::uint32_t points() const noexcept { return points_; }
  std::uint32_t bins() const noexcept { return points_ / 2; }

  void forward(const float* in, float* spectrum, float* work) const noexcept {
    pffft_transform(setup_.get(), in, work, work + points_, PFFFT_FORWARD);
    part(work, spectrum);
  }
  /// Times `points`: transforms are not scaled.
  void backward(const float* spectrum, float* out, float* work) const noexcept {
    join(spectrum, work);
    pffft_transform(setup_.get(), work, out, work + points_, PFFFT_BACKWARD);
  }
  /// `bins` as pairs (real, imaginary) in order.
  void from_bins(const float* bins, float* spectrum, float* work) const noexcept {
    pffft_zreorder(setup_.get(), bins, work, PFFFT_BACKWARD);
    part(work, spectrum);
  }

 private:
  /// As many real parts as pffft's registers hold, then their imaginary ones; without registers (1) bins one by one, and
  /// half the rate at the end.
  static constexpr std::uint32_t kLanes = 4;

  void part(const float* own, float* re) const noexcept {
    float* im = re + bins();
    if (pffft_simd_size() == 1) {
      re[0] = own[0];
      im[0] = own[points_ - 1];
      for (std::uint32_t k = 1; k < bins(); ++k) re[k] = own[2 * k - 1], im[k] = own[2 * k];
      return;
    }
    for (std::uint32_t k = 0; k < bins(); k += kLanes, own += 2 * kLanes) {
      std::memcpy(re + k, own, kLanes * sizeof(float));
      std::memcpy(im + k, own + kLanes, kLanes * sizeof(float));
    }
  }
  void join(const float* re, float* own) const noexcept {
    const float* im = re + bins();
    if (pffft_simd_size() == 1) {
      own[0] = re[0];
      own[points_ - 1] = im[0];
      for (std::uint32_t k = 1; k < bins(); ++k) own[2 * k - 1] = re[k], own[2 * k] = im[k];
      return;
    }
    for (std::uint32_t k = 0; k < bins(); k += kLanes, own += 2 * kLanes) {
      std::memcpy(own, re + k, kLanes * sizeof(float));
      std::memcpy(own + kLanes, im + k, kLanes * sizeof(float));
    }
  }

  struct Destroy {
    void operator()(PFFFT_Setup* setup) const noexcept { pffft_destroy_setup(setup); }
  };
  std::unique_ptr<PFFFT_Setup, Destroy> setup_;
  std::uint32_t points_;
};

}  // namespace busbar
