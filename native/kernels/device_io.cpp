// device_read and device_write: part by part one channel between a device's buffer and a slot. The loader puts the
// device's buffers into the table of pointers (as `in` of a read, as `out` of a write), so both are plain copies.
#include <cstring>

#include "kernels/kernel.h"

namespace busbar {
namespace {

class CopyKernel final : public Kernel {
 public:
  explicit CopyKernel(const KernelSetup& setup) : Kernel(setup) {}

  void process(const Block& b) noexcept override {
    for (std::uint32_t i = 0; i < part_count(); ++i) std::memcpy(b.out[i], b.in[i], b.frames * sizeof(double));
  }
  void reset(std::uint32_t) noexcept override {}

 protected:
  void* lay_out(std::uint32_t, Carver&) override { return nullptr; }
};

/// Part i moves channel i, or the op is refused.
std::unique_ptr<Kernel> make_copy(const KernelSetup& setup, std::uint32_t channels, std::uint32_t PartView::*first) {
  if (setup.parts.size() != channels) return nullptr;
  for (std::uint32_t i = 0; i < channels; ++i)
    if (setup.parts[i].*first != i) return nullptr;
  return std::make_unique<CopyKernel>(setup);
}

}  // namespace

std::unique_ptr<Kernel> make_device_read(const KernelSetup& setup) {
  return make_copy(setup, setup.writes, &PartView::write_first);
}
std::unique_ptr<Kernel> make_device_write(const KernelSetup& setup) {
  return make_copy(setup, setup.reads, &PartView::read_first);
}

}  // namespace busbar
