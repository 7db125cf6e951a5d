// ceiling: clips samples above a level and counts them, channel by channel. What is not a number becomes silence and
// counts too: a ceiling guards ears and loudspeakers.
#include <algorithm>

#include "dsp/decibels.h"
#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

class CeilingKernel final : public KernelOf<std::uint64_t> {
 public:
  explicit CeilingKernel(const KernelSetup& setup)
      : KernelOf(setup), channels_(setup.writes), ceiling_(from_db(setup.params<params::Ceiling>().level_dbfs)) {}

  void process(const Block& b) noexcept override {
    std::uint64_t* clipped = &state(0);
    const double top = ceiling_;
    for (std::uint32_t c = 0; c < channels_; ++c) {
      std::uint64_t over = 0;
      for (std::uint32_t i = 0; i < b.frames; ++i) {
        const double x = b.in[c][i];
        const bool within = x >= -top && x <= top;
        over += !within;
        b.out[c][i] = within ? x : x > top ? top : x < -top ? -top : 0.0;
      }
      clipped[c] += over;
    }
  }

  void reset(std::uint32_t) noexcept override { std::fill_n(&state(0), channels_, 0u); }

  /// Samples clipped since the last reading, by channel.
  std::uint32_t read_out(std::uint32_t, double* values, std::uint32_t count) noexcept override {
    const std::uint32_t n = std::min(count, channels_);
    std::uint64_t* clipped = &state(0);
    for (std::uint32_t c = 0; c < n; ++c) {
      values[c] = static_cast<double>(clipped[c]);
      clipped[c] = 0;
    }
    return n;
  }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override { return carver.take<std::uint64_t>(channels_); }

 private:
  std::uint32_t channels_;
  double ceiling_;
};

}  // namespace

std::unique_ptr<Kernel> make_ceiling(const KernelSetup& setup) { return std::make_unique<CeilingKernel>(setup); }

}  // namespace busbar
