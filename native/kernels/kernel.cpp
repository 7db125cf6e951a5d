#include "kernels/kernel.h"

#include "rt/resident.h"

namespace busbar {

void* Kernel::operator new(std::size_t bytes) {
  void* memory = ::operator new(bytes);
  touch_memory(memory, bytes);
  return memory;
}

void Kernel::operator delete(void* memory) noexcept { ::operator delete(memory); }

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

bool Kernel::lock_states() noexcept {
  bool locked = true;
  for (StateBlock& block : blocks_) locked = lock_memory(block.memory(), block.bytes()) && locked;
  return locked;
}

}  // namespace busbar
