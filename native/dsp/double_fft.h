// FFT in double precision, for what is computed once: spectra of taps. In: a complex signal. Out: its spectrum, in
// place. Radix 2, J. W. Cooley, J. W. Tukey, Mathematics of Computation 19 (1965). Control-rate use.
#pragma once

#include <complex>
#include <cstdint>
#include <vector>

namespace busbar {

class DoubleFft {
 public:
  /// `points`: a power of two.
  explicit DoubleFft(std::uint32_t points);
  /// `x` has `points` values.
  void transform(std::complex<double>* x) const noexcept;

 private:
  std::vector<std::complex<double>> turns_;  ///< exp(-2 pi i k / points), half of them
};

}  // namespace busbar
