// A stream at another speed, one that may change. In: producer's frames as they come, a ratio per block. Out: consumer's
// frames. The ratio runs linearly through a block; the place in the stream is whole frames and a fraction, so it stays
// exact for years. Delay: taps / 2 frames of the producer, whatever the ratio.
// Invariant: no allocation after construction; audio-thread use by the consumer alone.
#pragma once

#include <cstdint>
#include <vector>

#include "clock/drift_loop.h"
#include "clock/sinc_table.h"

namespace busbar {

class AsyncResampler {
 public:
  /// `room`: producer's frames that it can hold beyond its own taps. `table` outlives it.
  AsyncResampler(const SincTable& table, std::uint32_t channels, std::uint32_t room, SincSum sum = sinc_sum());

  /// Where the next output frame lies in the producer's stream.
  const StreamPosition& position() const noexcept { return at_; }
  /// Starts anew: the next frame that comes in is `frame`, the next that goes out lies at `at`; the past is silent.
  void start(std::uint64_t frame, const StreamPosition& at) noexcept;
  /// Most frames that it can go back and find what was there.
  static constexpr std::uint32_t kSkipsBack = 64;
  /// Skips whole frames (negative: goes back, beyond kSkipsBack into silence).
  void skip(std::int64_t frames) noexcept { at_.frame += static_cast<std::uint64_t>(frames); }

  /// First frame that has not come in yet.
  std::uint64_t end() const noexcept { return first_ + filled_; }
  /// Frames to come in before `frames` can go out at ratios up to `ratio`.
  std::uint32_t wants(std::uint32_t frames, double ratio) const noexcept;
  /// Room for `frames` more of a channel: fill all channels, then `came(frames)`.
  double* room(std::uint32_t channel, std::uint32_t frames) noexcept;
  void came(std::uint32_t frames) noexcept { filled_ += frames; }

  /// `frames` frames at `from` .. `to` producer's frames per frame. What has not come in counts as silence.
  void produce(double* const* out, std::uint32_t frames, double from, double to) noexcept;

 private:
  void make_room(std::uint32_t frames) noexcept;

  const SincTable& table_;
  SincSum sum_;
  std::uint32_t channels_, capacity_;
  std::vector<double> held_;   ///< channel by channel, `capacity_` each, and what the last step reads beyond
  std::vector<double> taps_, sums_;  ///< of one output frame
  std::uint64_t first_ = 0;    ///< frame at held_[0]
  std::uint32_t filled_ = 0;
  StreamPosition at_;
};

}  // namespace busbar
