// Memory of one part's state: one allocation, moved by pointer, freed on the control thread. What fills a cache line or more
// begins on one; what is smaller does not take one up.
// Invariant: trivially destructible contents; a block never moves its bytes, so pointers into it stay good.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

namespace busbar {

inline constexpr std::size_t kStateAlignment = 64;

/// Hands out aligned pieces of a block, or only counts them when it has no base.
class Carver {
 public:
  explicit Carver(std::byte* base = nullptr) : base_(base) {}

  /// `count` zeroed objects of T; nullptr while measuring.
  template <class T>
  T* take(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    static_assert(alignof(T) <= __STDCPP_DEFAULT_NEW_ALIGNMENT__);
    const std::size_t aligned = sizeof(T) * count < kStateAlignment ? alignof(T) : kStateAlignment;
    used_ = (used_ + aligned - 1) & ~(aligned - 1);
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
      : bytes_(bytes), memory_(static_cast<std::byte*>(is_small() ? ::operator new(bytes) : ::operator new(bytes, std::align_val_t{kStateAlignment}))) {
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
    if (is_small()) ::operator delete(memory_);
    else ::operator delete(memory_, std::align_val_t{kStateAlignment});
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
  bool is_small() const noexcept { return bytes_ < kStateAlignment; }

  std::size_t bytes_ = 0;
  std::byte* memory_ = nullptr;
  void* object_ = nullptr;
};

}  // namespace busbar
