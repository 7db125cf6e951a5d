// Memory of one part's state: one allocation, cache-line aligned, moved by pointer, freed on the control thread.
// Invariant: trivially destructible contents; a block never moves its bytes, so pointers into it stay good.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

namespace busbar {

/// Hands out aligned pieces of a block, or only counts them when it has no base.
class Carver {
 public:
  explicit Carver(std::byte* base = nullptr) : base_(base) {}

  /// `count` zeroed objects of T, aligned to a cache line; nullptr while measuring.
  template <class T>
  T* take(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    used_ = (used_ + 63) & ~std::size_t{63};
    std::byte* at = base_ ? base_ + used_ : nullptr;
    used_ += sizeof(T) * count;
    if (!at) return nullptr;
    if constexpr (std::is_trivially_default_constructible_v<T>) return reinterpret_cast<T*>(at);
    T* first = reinterpret_cast<T*>(at);
    for (std::size_t i = 0; i < count; ++i) new (first + i) T();
    return first;
  }
  std::size_t used() const { return used_; }
  bool measuring() const { return base_ == nullptr; }

 private:
  std::byte* base_;
  std::size_t used_ = 0;
};

class StateBlock {
 public:
  StateBlock() = default;
  explicit StateBlock(std::size_t bytes)
      : bytes_(bytes), memory_(static_cast<std::byte*>(::operator new(bytes ? bytes : 1, std::align_val_t{64}))) {
    std::memset(memory_, 0, bytes);
  }
  StateBlock(StateBlock&& other) noexcept { swap(other); }
  StateBlock& operator=(StateBlock&& other) noexcept {
    swap(other);
    return *this;
  }
  StateBlock(const StateBlock&) = delete;
  StateBlock& operator=(const StateBlock&) = delete;
  ~StateBlock() {
    if (memory_) ::operator delete(memory_, std::align_val_t{64});
  }

  void swap(StateBlock& other) noexcept {
    std::swap(bytes_, other.bytes_);
    std::swap(memory_, other.memory_);
    std::swap(object_, other.object_);
  }
  std::byte* memory() noexcept { return memory_; }
  std::size_t bytes() const noexcept { return bytes_; }
  void* object() noexcept { return object_; }
  void set_object(void* object) noexcept { object_ = object; }

 private:
  std::size_t bytes_ = 0;
  std::byte* memory_ = nullptr;
  void* object_ = nullptr;
};

}  // namespace busbar
