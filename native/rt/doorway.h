// A way into an object for calls that somebody else makes: a system's threads, which may still call when we have taken
// our callback away, and long after. In: the object, and the token that is given away in place of its address. Out: calls that
// find the object, or a shut door. Invariant: once `shut` has returned nobody is inside and nobody comes in; a token is
// never valid again, and asking with one that is not costs no memory that was freed.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>

#include "rt/clock.h"

namespace busbar {

template <class T>
class Doorway {
 public:
  explicit Doorway(T& inside) noexcept {
    const std::lock_guard lock(taking_);
    for (std::size_t i = 0; i < places_.size(); ++i) {
      Place& place = places_[i];
      const std::uint32_t key = place.key.load(std::memory_order_relaxed);
      if (place.is_taken) continue;
      place.is_taken = true;
      place.inside = &inside;
      place.key.store(key + 1, std::memory_order_seq_cst);
      place_ = &place;
      token_ = std::uintptr_t{key + 1} << kPlaceBits | i;
      return;
    }
  }
  ~Doorway() { shut(); }
  Doorway(const Doorway&) = delete;
  Doorway& operator=(const Doorway&) = delete;

  /// What a callback is given. Null: there are as many doors as there may be.
  void* token() const noexcept { return reinterpret_cast<void*>(token_); }

  /// Waits for who is inside, so not from inside.
  void shut() noexcept {
    if (place_ == nullptr) return;
    place_->key.fetch_add(1, std::memory_order_seq_cst);
    while (place_->visitors.load(std::memory_order_seq_cst) != 0) sleep_until(now_ns() + kPatienceNs);
    const std::lock_guard lock(taking_);
    place_->is_taken = false;
    place_ = nullptr;
  }

  /// Any thread, an audio thread too. False: it is shut.
  template <class Visit>
  static bool enter(void* token, Visit visit) noexcept {
    const auto number = reinterpret_cast<std::uintptr_t>(token);
    Place& place = places_[number & (kPlaces - 1)];
    place.visitors.fetch_add(1, std::memory_order_seq_cst);
    const bool is_open = place.key.load(std::memory_order_seq_cst) == static_cast<std::uint32_t>(number >> kPlaceBits);
    if (is_open) visit(*place.inside);
    place.visitors.fetch_sub(1, std::memory_order_seq_cst);
    return is_open;
  }

 private:
  static constexpr unsigned kPlaceBits = 8;
  static constexpr std::size_t kPlaces = std::size_t{1} << kPlaceBits;
  static constexpr std::int64_t kPatienceNs = 100'000;
  static_assert(sizeof(std::uintptr_t) >= 8, "a token holds a key of 32 bits beside its place");

  struct Place {
    std::atomic<std::uint32_t> key{0};       ///< odd: open. Every opening has its own.
    std::atomic<std::uint32_t> visitors{0};
    T* inside = nullptr;                     ///< written before the key that lets others read it
    bool is_taken = false;                   ///< of `taking_`
  };

  // Never freed: this is what a late call finds.
  static inline std::array<Place, kPlaces> places_{};
  static inline std::mutex taking_;

  Place* place_ = nullptr;
  std::uintptr_t token_ = 0;
};

}  // namespace busbar
