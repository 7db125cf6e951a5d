// meter: reads and writes nothing. Per channel, since it was last read out: sample peak, RMS (both as factors of full
// scale) and the number of samples beyond full scale.
#include <cmath>

#include "kernels/kernel.h"

namespace busbar {
namespace {

struct MeterState {
  double peak = 0;
  double squares = 0;
  std::uint64_t frames = 0;
  std::uint64_t clipped = 0;
};

class MeterKernel final : public KernelOf<MeterState> {
 public:
  explicit MeterKernel(const KernelSetup& setup) : KernelOf(setup), channels_(setup.reads) {}

  void process(const Block& b) noexcept override {
    for (std::uint32_t c = 0; c < channels_; ++c) {
      MeterState s = (&state(0))[c];
      for (std::uint32_t i = 0; i < b.frames; ++i) {
        const double x = std::fabs(b.in[c][i]);
        if (x > s.peak) s.peak = x;
        if (x > 1) ++s.clipped;
        s.squares += x * x;
      }
      s.frames += b.frames;
      (&state(0))[c] = s;
    }
  }

  void reset(std::uint32_t) noexcept override { clear(); }

  std::uint32_t read_out(std::uint32_t, double* values, std::uint32_t count) noexcept override {
    std::uint32_t n = 0;
    for (std::uint32_t c = 0; c < channels_ && n + 3 <= count; ++c) {
      const MeterState& s = (&state(0))[c];
      values[n++] = s.peak;
      values[n++] = s.frames == 0 ? 0 : std::sqrt(s.squares / static_cast<double>(s.frames));
      values[n++] = static_cast<double>(s.clipped);
    }
    clear();
    return n;
  }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override { return carver.take<MeterState>(channels_); }

 private:
  void clear() noexcept {
    for (std::uint32_t c = 0; c < channels_; ++c) (&state(0))[c] = {};
  }

  std::uint32_t channels_;
};

}  // namespace

std::unique_ptr<Kernel> make_meter(const KernelSetup& setup) { return std::make_unique<MeterKernel>(setup); }

}  // namespace busbar
