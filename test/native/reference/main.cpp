// Measures responses against the reference filters. In, on standard input: cases, each a line of text
//   <what> <rate> <samples> <count> then what describes the filters, then `samples` doubles, raw.
// Out: one line of numbers per case.
//   response  d...          samples: an impulse response. Out: worst error over what is allowed, as `relative absolute`,
//                           and the least of the same ratio, either way, when one coefficient is scaled by 1.001.
//   run       d             samples: input, then output. Out: rms error over rms of the expected output, in dB.
//   flat                    samples: an impulse response. Out: the largest deviation of |H| from 1 in dB.
// A filter d is `type kind freq gain q`, or `biquad b0 b1 b2 a1 a2`, or `band kind index corners hz...`.
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <sstream>

#include "filters.h"

using namespace reference;

namespace {

constexpr real kScale = 1.001L;

struct Band {
  std::string kind;
  std::size_t index = 0;
  std::vector<real> corners;
};

/// What an impulse response should be: a product of cascades and of sums of two cascades (a crossover's all-passes).
struct Expected {
  std::vector<Cascade> factors;
  std::vector<std::pair<Cascade, Cascade>> sums;

  complex at(real freq, real rate) const {
    complex h = 1;
    for (const Cascade& c : factors) h *= response(c, freq, rate);
    for (const auto& [a, b] : sums) h *= response(a, freq, rate) + response(b, freq, rate);
    return h;
  }

  /// Those of the factors: the sums are judged through the flatness of all bands together.
  std::vector<real*> coefficients() {
    std::vector<real*> all;
    for (Cascade& c : factors)
      for (Biquad& s : c)
        for (real* v : {&s.b0, &s.b1, &s.b2, &s.a1, &s.a2})
          if (*v != 0) all.push_back(v);
    return all;
  }
};

/// High side of a split; its sign is the one with which both sides sum to an all-pass of the lowest order.
Cascade high_side(const std::string& kind, real freq, real rate) {
  Cascade c = cascade_of({"highpass", kind, freq}, rate);
  if (kind == "LR2" || kind == "BW3")
    for (real* v : {&c[0].b0, &c[0].b1, &c[0].b2}) *v = -*v;
  return c;
}

/// A band passes the high side of corners below, the low side of its own, and the sum of both sides above that.
void add_band(const Band& band, real rate, Expected& out) {
  for (std::size_t i = 0; i < band.corners.size(); ++i) {
    const Cascade low = cascade_of({"lowpass", band.kind, band.corners[i]}, rate);
    const Cascade high = high_side(band.kind, band.corners[i], rate);
    if (i < band.index) out.factors.push_back(high);
    else if (i == band.index) out.factors.push_back(low);
    else out.sums.emplace_back(low, high);
  }
}

/// A number as the kernel got it: a double, not what its decimals say in long double.
real number(std::istream& in) {
  double v = 0;
  in >> v;
  return v;
}

Expected read_filters(std::istream& in, int count, real rate) {
  Expected e;
  for (int i = 0; i < count; ++i) {
    Description d;
    in >> d.type;
    if (d.type == "biquad") {
      Biquad b;
      for (real* v : {&b.b0, &b.b1, &b.b2, &b.a1, &b.a2}) *v = number(in);
      e.factors.push_back({b});
    } else if (d.type == "band") {
      Band band;
      std::size_t corners = 0;
      in >> band.kind >> band.index >> corners;
      band.corners.resize(corners);
      for (real& hz : band.corners) hz = number(in);
      add_band(band, rate, e);
    } else {
      in >> d.kind;
      for (real* v : {&d.freq, &d.gain, &d.q}) *v = number(in);
      e.factors.push_back(cascade_of(d, rate));
    }
  }
  return e;
}

/// 10 Hz to 0.45 rate, four to the octave.
std::vector<double> grid(double rate) {
  std::vector<double> f;
  for (double hz = 10; hz < 0.45 * rate; hz *= std::pow(2, 0.25)) f.push_back(hz);
  f.push_back(0.45 * rate);
  return f;
}

/// The transform of a finite signal; twiddles are exact every 512 samples and rotated in between.
std::vector<complex> dtft(const std::vector<double>& x, const std::vector<double>& freqs, double rate) {
  const std::size_t n = freqs.size();
  std::vector<complex> sum(n);
  std::vector<double> re(n), im(n), cr(n), ci(n), sr(n), si(n);
  for (std::size_t j = 0; j < n; ++j) {
    const real w = -2 * kPi * freqs[j] / rate;
    sr[j] = static_cast<double>(std::cos(w));
    si[j] = static_cast<double>(std::sin(w));
  }
  for (std::size_t first = 0; first < x.size(); first += 512) {
    for (std::size_t j = 0; j < n; ++j) {
      const real turns = freqs[j] / static_cast<real>(rate) * first;
      const complex z = std::polar(real{1}, -2 * kPi * (turns - std::floor(turns)));
      cr[j] = static_cast<double>(z.real());
      ci[j] = static_cast<double>(z.imag());
      re[j] = im[j] = 0;
    }
    for (std::size_t i = first; i < std::min(x.size(), first + 512); ++i)
      for (std::size_t j = 0; j < n; ++j) {
        re[j] += x[i] * cr[j];
        im[j] += x[i] * ci[j];
        const double c = cr[j] * sr[j] - ci[j] * si[j];
        ci[j] = cr[j] * si[j] + ci[j] * sr[j];
        cr[j] = c;
      }
    for (std::size_t j = 0; j < n; ++j) sum[j] += complex(re[j], im[j]);
  }
  return sum;
}

struct Errors {
  real relative = 0, absolute = 0;
};

/// Relative above -80 dB of the expected peak; below, absolute for a filter whose peak is 1 or less, else re its peak.
Errors compare(const std::vector<complex>& measured, const std::vector<complex>& expected) {
  real peak = 0;
  for (const complex& h : expected) peak = std::max(peak, std::abs(h));
  Errors e;
  for (std::size_t j = 0; j < measured.size(); ++j) {
    const real error = std::abs(measured[j] - expected[j]), size = std::abs(expected[j]);
    if (size > 1e-4L * peak) e.relative = std::max(e.relative, error / size);
    else e.absolute = std::max(e.absolute, error / std::max(real{1}, peak));
  }
  return e;
}

void print_response(Expected e, const std::vector<double>& x, double rate, double relative, double absolute) {
  const std::vector<double> freqs = grid(rate);
  const std::vector<complex> measured = dtft(x, freqs, rate);
  const auto errors = [&] {
    std::vector<complex> expected;
    for (const double f : freqs) expected.push_back(e.at(f, rate));
    return compare(measured, expected);
  };
  const Errors found = errors();
  real least = 1e30L;
  for (real* coefficient : e.coefficients()) {
    const real was = *coefficient;
    *coefficient = was * kScale;
    const Errors bent = errors();
    *coefficient = was;
    least = std::min(least, std::max(bent.relative / relative, bent.absolute / absolute));
  }
  std::printf("%.4Le %.4Le %.4Le\n", found.relative, found.absolute, least);
}

void print_run(const Cascade& cascade, const std::vector<double>& samples) {
  const auto half = static_cast<std::ptrdiff_t>(samples.size() / 2);
  const std::vector<real> expected = run(cascade, {samples.begin(), samples.begin() + half});
  real error = 0, signal = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    error += std::pow(samples[i + static_cast<std::size_t>(half)] - expected[i], 2);
    signal += expected[i] * expected[i];
  }
  std::printf("%.4Lf\n", 10 * std::log10(error / signal));
}

void print_flat(const std::vector<double>& x, double rate) {
  real worst = 0;
  for (const complex& h : dtft(x, grid(rate), rate)) worst = std::max(worst, std::abs(20 * std::log10(std::abs(h))));
  std::printf("%.4Le\n", worst);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 64;
  const double relative = std::atof(argv[1]), absolute = std::atof(argv[2]);
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream in(line);
    std::string what;
    double rate = 0;
    std::size_t count = 0;
    int filters = 0;
    in >> what >> rate >> count >> filters;
    const Expected expected = read_filters(in, filters, rate);
    std::vector<double> samples(count);
    std::cin.read(reinterpret_cast<char*>(samples.data()), static_cast<std::streamsize>(count * sizeof(double)));
    if (!in || !std::cin) return 1;
    if (what == "response") print_response(expected, samples, rate, relative, absolute);
    else if (what == "run") print_run(expected.factors.at(0), samples);
    else print_flat(samples, rate);
  }
}
