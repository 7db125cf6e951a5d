// The filters once more, in long double and from their textbooks' definitions: analogue polynomials, then the bilinear
// transform prewarped at the corner. Shares no code with native/. In: a description. Out: difference equations.
#pragma once

#include <cmath>
#include <complex>
#include <stdexcept>
#include <string>
#include <vector>

namespace reference {

using real = long double;
using complex = std::complex<long double>;

inline const real kPi = std::acos(real{-1});

/// y = b0 x + b1 x' + b2 x'' - a1 y' - a2 y''.
struct Biquad {
  real b0 = 1, b1 = 0, b2 = 0, a1 = 0, a2 = 0;
};
using Cascade = std::vector<Biquad>;

/// (n2 s^2 + n1 s + n0) / (d2 s^2 + d1 s + d0), s relative to the corner; first order where both squares are 0.
struct Analogue {
  real n2, n1, n0, d2, d1, d0;
};

/// s = (1 - z^-1) / (1 + z^-1) / tan(pi f / rate).
inline Biquad bilinear(const Analogue& h, real freq, real rate) {
  const real c = 1 / std::tan(kPi * freq / rate);
  if (h.n2 == 0 && h.d2 == 0) {
    const real a0 = h.d1 * c + h.d0;
    return {(h.n1 * c + h.n0) / a0, (h.n0 - h.n1 * c) / a0, 0, (h.d0 - h.d1 * c) / a0, 0};
  }
  const real a0 = h.d2 * c * c + h.d1 * c + h.d0;
  return {(h.n2 * c * c + h.n1 * c + h.n0) / a0, 2 * (h.n0 - h.n2 * c * c) / a0, (h.n2 * c * c - h.n1 * c + h.n0) / a0,
          2 * (h.d0 - h.d2 * c * c) / a0, (h.d2 * c * c - h.d1 * c + h.d0) / a0};
}

inline std::vector<complex> butterworth_poles(int n) {
  std::vector<complex> poles;
  for (int k = 1; k <= n; ++k) poles.push_back(std::polar(real{1}, kPi * (2 * k + n - 1) / (2 * n)));
  return poles;
}

/// Roots of the reverse Bessel polynomial by the Durand-Kerner iteration, over the frequency where |H|^2 = 1/2.
inline std::vector<complex> bessel_poles(int n) {
  std::vector<real> c(n + 1);  // c[k] s^k = (2n - k)! / (2^(n-k) k! (n-k)!)
  c[n] = 1;
  for (int k = n; k > 0; --k) c[k - 1] = c[k] * k * (2 * n - k + 1) / (2 * (n - k + 1));
  const auto value = [&](complex s) {
    complex v = 0;
    for (int k = n; k >= 0; --k) v = v * s + c[k];
    return v;
  };
  std::vector<complex> roots;
  for (int k = 0; k < n; ++k) roots.push_back(std::pow(complex(0.4L, 0.9L), k) * real(n));
  for (int pass = 0; pass < 2000; ++pass)
    for (int i = 0; i < n; ++i) {
      complex d = 1;
      for (int j = 0; j < n; ++j)
        if (j != i) d *= roots[i] - roots[j];
      roots[i] -= value(roots[i]) / d;
    }
  real low = 0, high = 100;
  for (int pass = 0; pass < 200; ++pass) {
    const real middle = (low + high) / 2;
    (std::norm(c[0] / value(complex(0, middle))) > 0.5L ? low : high) = middle;
  }
  for (complex& r : roots) r /= low;
  return roots;
}

/// Poles to sections: pairs first, then the real pole of an odd order.
inline std::vector<Analogue> lowpass_of(const std::vector<complex>& poles) {
  std::vector<Analogue> sections;
  for (const complex& p : poles) {
    if (p.imag() > 1e-12L) sections.push_back({0, 0, std::norm(p), 1, -2 * p.real(), std::norm(p)});
    else if (std::abs(p.imag()) <= 1e-12L) sections.push_back({0, 0, -p.real(), 0, 1, -p.real()});
  }
  return sections;
}

/// `kind` as in configs: BW4, LR2, BE8.
inline std::vector<Analogue> lowpass_kind(const std::string& kind) {
  const int n = std::stoi(kind.substr(2));
  if (kind.starts_with("BW")) return lowpass_of(butterworth_poles(n));
  if (kind.starts_with("BE")) return lowpass_of(bessel_poles(n));
  auto twice = lowpass_of(butterworth_poles(n / 2));
  const auto once = twice;
  twice.insert(twice.end(), once.begin(), once.end());
  return twice;
}

/// s -> 1 / s.
inline std::vector<Analogue> mirrored(std::vector<Analogue> sections) {
  for (Analogue& h : sections)
    h = h.d2 == 0 ? Analogue{0, h.n0, h.n1, 0, h.d0, h.d1} : Analogue{h.n0, h.n1, h.n2, h.d0, h.d1, h.d2};
  return sections;
}

struct Description {
  std::string type, kind = "-";
  real freq = 0, gain = 0, q = 0;
};

/// The cookbook's analogue prototypes, and the kinds.
inline std::vector<Analogue> analogue_of(const Description& d) {
  const real a = std::pow(real{10}, d.gain / 40), r = std::sqrt(a), q = d.q;
  if (d.type == "lowpass" && d.kind == "-") return {{0, 0, 1, 1, 1 / q, 1}};
  if (d.type == "highpass" && d.kind == "-") return {{1, 0, 0, 1, 1 / q, 1}};
  if (d.type == "lowpass") return lowpass_kind(d.kind);
  if (d.type == "highpass") return mirrored(lowpass_kind(d.kind));
  if (d.type == "bandpass") return {{0, 1 / q, 0, 1, 1 / q, 1}};
  if (d.type == "notch") return {{1, 0, 1, 1, 1 / q, 1}};
  if (d.type == "allpass" && q == 0) return {{0, -1, 1, 0, 1, 1}};
  if (d.type == "allpass") return {{1, -1 / q, 1, 1, 1 / q, 1}};
  if (d.type == "peaking") return {{1, a / q, 1, 1, 1 / (a * q), 1}};
  if (d.type == "lowshelf") return {{a, a * r / q, a * a, a, r / q, 1}};
  if (d.type == "highshelf") return {{a * a, a * r / q, a, 1, r / q, a}};
  if (d.type == "tilt") return {{0, a, 1, 0, 1, a}};
  throw std::runtime_error("no filter " + d.type);
}

inline Cascade cascade_of(const Description& d, real rate) {
  Cascade cascade;
  for (const Analogue& h : analogue_of(d)) cascade.push_back(bilinear(h, d.freq, rate));
  return cascade;
}

inline complex response(const Cascade& cascade, real freq, real rate) {
  const complex z1 = std::polar(real{1}, -2 * kPi * freq / rate), z2 = z1 * z1;
  complex h = 1;
  for (const Biquad& s : cascade) h *= (s.b0 + s.b1 * z1 + s.b2 * z2) / (real{1} + s.a1 * z1 + s.a2 * z2);
  return h;
}

/// The difference equation as it stands.
inline std::vector<real> run(const Cascade& cascade, const std::vector<double>& in) {
  std::vector<real> signal(in.begin(), in.end());
  for (const Biquad& s : cascade) {
    real x1 = 0, x2 = 0, y1 = 0, y2 = 0;
    for (real& v : signal) {
      const real x = v;
      v = s.b0 * x + s.b1 * x1 + s.b2 * x2 - s.a1 * y1 - s.a2 * y2;
      x2 = x1, x1 = x, y2 = y1, y1 = v;
    }
  }
  return signal;
}

}  // namespace reference
