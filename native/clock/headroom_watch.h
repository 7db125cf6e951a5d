// Whether a crossing's headroom is enough. In: how many frames were missing at each pull. Out: frames by which to widen
// it. A shortage is one, however many pulls it spans; two within a thousand pulls are more than 99.9 % of wake-ups in time,
// and the lesser of them is what the headroom lacks.
// Invariant: one late wake-up, however late, widens nothing; it widens by `least` frames or not at all, as each time costs a
// block of silence.
#pragma once

#include <algorithm>
#include <cstdint>

namespace busbar {

class HeadroomWatch {
 public:
  explicit HeadroomWatch(std::uint32_t least) noexcept : least_(least) {}
  /// All was there.
  void enough() noexcept {
    if (worst_ > 0) {
      before_ = worst_ - given_;
      worst_ = given_ = since_ = 0;
    }
    if (since_ < kPulls) ++since_;
    else before_ = 0;
  }
  /// `missing` frames were not there; by how much to widen now.
  std::uint32_t short_of(std::uint32_t missing) noexcept {
    worst_ = std::max(worst_, missing + given_);
    const std::uint32_t lacking = std::min(worst_, before_);
    const std::uint32_t more = lacking > given_ ? std::max(lacking - given_, least_) : 0;
    given_ += more;
    return more;
  }
  /// It was no lateness: the producer stood still.
  void forget() noexcept { worst_ = given_ = 0; }

 private:
  static constexpr std::uint32_t kPulls = 1000;

  std::uint32_t least_;
  std::uint32_t worst_ = 0;   ///< of the shortage that lasts
  std::uint32_t given_ = 0;   ///< widened for it already
  std::uint32_t before_ = 0;  ///< what the shortage before lacked, while that is not long ago
  std::uint32_t since_ = 0;   ///< pulls since it ended
};

}  // namespace busbar
