// downmix: the mean of all channels. A sum over n divided by n, so equal channels come out as they were.
#include "kernels/stateless_kernel.h"

namespace busbar {
namespace {

class DownmixKernel final : public StatelessKernel {
 public:
  explicit DownmixKernel(const KernelSetup& setup) : StatelessKernel(setup), channels_(setup.reads) {}

  void process(const Block& b) noexcept override {
    const double n = channels_;
    for (std::uint32_t i = 0; i < b.frames; ++i) {
      double sum = 0;
      for (std::uint32_t c = 0; c < channels_; ++c) sum += b.in[c][i];
      b.out[0][i] = sum / n;
    }
  }

 private:
  std::uint32_t channels_;
};

}  // namespace

std::unique_ptr<Kernel> make_downmix(const KernelSetup& setup) { return std::make_unique<DownmixKernel>(setup); }

}  // namespace busbar
