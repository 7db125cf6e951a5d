// A stream that breaks off and comes back without a click. In: blocks, each audio or a gap. Out: the same, where what was
// heard last falls away over 5 ms and what comes rises over 5 ms, both in a raised cosine.
// Invariant: where nothing broke off in the last 5 ms not a bit is touched.
#pragma once

#include <cstdint>
#include <vector>

namespace busbar {

class BreakFade {
 public:
  BreakFade(std::uint32_t channels, double rate_hz);

  /// What comes next does not join what was heard last.
  void break_off() noexcept;
  /// Audio, in place.
  void pass(double* const* block, std::uint32_t frames) noexcept;
  /// No audio: the block is written.
  void fill(double* const* block, std::uint32_t frames) noexcept;

 private:
  double up(std::uint32_t at) const noexcept;
  void hold(double* const* block, std::uint32_t frames) noexcept;

  std::uint32_t length_;
  std::uint32_t rise_ = 0, fall_;  ///< how far each of the two is
  bool playing_ = false;
  std::vector<double> last_, held_;
};

}  // namespace busbar
