// A bounded queue from one thread to one other: neither ever waits, allocates or frees. In: items of the producer.
// Out: the same items, in order, at the consumer. A full queue refuses, and says so.
// Invariants: each index is written by one side only and lies on a cache line of that side; what was written to an item
// before `push` is seen after `pop`. L. Lamport, "Proving the correctness of multiprocess programs", IEEE TSE 3(2), 1977.
#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <memory>
#include <type_traits>

namespace busbar {

inline constexpr std::size_t kCacheLine = 64;

template <class T>
class SpscQueue {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  /// Room for `least` items or more, allocated here and never again.
  explicit SpscQueue(std::size_t least)
      : mask_(std::bit_ceil(least < 1 ? std::size_t{1} : least) - 1), items_(std::make_unique<T[]>(mask_ + 1)) {}
  SpscQueue(const SpscQueue&) = delete;
  SpscQueue& operator=(const SpscQueue&) = delete;

  std::size_t capacity() const noexcept { return mask_ + 1; }

  // --- Producer -------------------------------------------------------------------------------
  /// False: full, nothing was done.
  bool push(const T& item) noexcept {
    if (!has_room()) return false;
    const std::size_t at = written_.load(std::memory_order_relaxed);
    items_[at & mask_] = item;
    written_.store(at + 1, std::memory_order_release);
    return true;
  }
  /// Whether so many items can be pushed.
  bool has_room(std::size_t items = 1) noexcept {
    const std::size_t at = written_.load(std::memory_order_relaxed);
    if (at - known_taken_ + items <= capacity()) return true;
    known_taken_ = taken_.load(std::memory_order_acquire);
    return at - known_taken_ + items <= capacity();
  }

  // --- Consumer -------------------------------------------------------------------------------
  /// The oldest item, which stays; null: none is there.
  const T* front() noexcept {
    const std::size_t at = taken_.load(std::memory_order_relaxed);
    if (at == known_written_) {
      known_written_ = written_.load(std::memory_order_acquire);
      if (at == known_written_) return nullptr;
    }
    return &items_[at & mask_];
  }
  /// Takes the oldest item; false: none is there.
  bool pop(T& item) noexcept {
    const T* oldest = front();
    if (!oldest) return false;
    item = *oldest;
    taken_.store(taken_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    return true;
  }

 private:
  const std::size_t mask_;
  const std::unique_ptr<T[]> items_;
  alignas(kCacheLine) std::atomic<std::size_t> written_ = 0;  ///< counts, never wrapped: the difference is what is inside
  std::size_t known_taken_ = 0;                               ///< the producer's last look at the other side
  alignas(kCacheLine) std::atomic<std::size_t> taken_ = 0;
  std::size_t known_written_ = 0;
};

}  // namespace busbar
