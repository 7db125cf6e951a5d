// downmix: the mean of all channels. A sum over n divided by n, so equal channels come out as they were.
#include "kernels/blend.h"

namespace busbar {
namespace {

class Downmix final : public Blend {
 public:
  std::uint32_t outputs(std::uint32_t inputs) const noexcept override { return inputs == 0 ? 0 : 1; }
  void* lay_out(Carver&, const double*) const override { return nullptr; }
  void glide(void*, const double*, std::uint32_t) const noexcept override {}
  void finish(void*) const noexcept override {}
  bool moving(const void*) const noexcept override { return false; }
  void run(void*, const double* const* in, std::uint32_t inputs, double* const* out, std::uint32_t frames) const noexcept override {
    const double n = inputs;
    for (std::uint32_t i = 0; i < frames; ++i) {
      double sum = 0;
      for (std::uint32_t c = 0; c < inputs; ++c) sum += in[c][i];
      out[0][i] = sum / n;
    }
  }
  std::optional<double> weight(const void*, std::uint32_t) const noexcept override { return std::nullopt; }
};

}  // namespace

const Blend& blend_downmix() noexcept {
  static constexpr Downmix downmix;
  return downmix;
}

}  // namespace busbar
