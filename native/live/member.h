// A stream that does not drive its runner meets it through two queues of constant latency, one each way. In: cycles of
// the stream on its own thread, blocks of the runner on another. Out: the samples of the other side.
// Invariant: both sides may stop and go on at any time; neither waits for the other.
#pragma once

#include <cstdint>
#include <vector>

#include "live/exchange.h"
#include "live/fifo.h"
#include "rt/arena.h"

namespace busbar {

class Member final : public Exchange {
 public:
  Member(std::uint32_t inputs, std::uint32_t outputs, std::uint32_t delay, double rate_hz);

  // --- The stream's thread --------------------------------------------------------------------------
  void exchange(const double* const* in, double* const* out, std::uint32_t frames, std::int64_t) noexcept override;
  void account(std::int64_t, std::uint32_t) noexcept override {}

  // --- The runner's thread: at most kMostExchanged frames -------------------------------------------
  void fetch(std::uint32_t frames) noexcept { captured_.take(in_.data(), frames); }
  void deliver(std::uint32_t frames) noexcept { to_play_.put(out_.data(), frames); }
  /// What `fetch` fills and `deliver` takes.
  const std::vector<double*>& inputs() const noexcept { return in_; }
  const std::vector<double*>& outputs() const noexcept { return out_; }

  /// Frames lost or inserted, both ways. Any thread.
  std::uint64_t slipped() const noexcept { return captured_.slipped() + to_play_.slipped(); }

 private:
  ChannelArena channels_;
  std::vector<double*> in_, out_;
  Fifo captured_, to_play_;
};

}  // namespace busbar
