#include "kernels/kernel.h"

namespace busbar {

std::size_t Kernel::measure_states() {
  std::size_t bytes = 0;
  for (std::uint32_t p = 0; p < part_count_; ++p) {
    Carver measure;
    lay_out(p, measure);
    bytes += measure.used();
  }
  return bytes;
}

void Kernel::allocate_states() {
  blocks_.clear();
  blocks_.reserve(part_count_);
  for (std::uint32_t p = 0; p < part_count_; ++p) {
    Carver measure;
    lay_out(p, measure);
    StateBlock block(measure.used());
    Carver place(block.memory());
    block.set_object(lay_out(p, place));
    blocks_.push_back(std::move(block));
  }
}

}  // namespace busbar
