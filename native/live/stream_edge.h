// The engine's end of one stream. In: cycles of a device. Out: cycles of a runner or a member, with finite samples only,
// levels measured on both sides, outputs faded at the beginning and the end, xruns and loss told to the control side.
// Invariant: between its fades a finite sample passes untouched.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "devices/device.h"
#include "live/edge_fade.h"
#include "live/exchange.h"
#include "live/levels.h"
#include "rt/arena.h"
#include "rt/cycle_gate.h"
#include "rt/spsc_queue.h"

namespace busbar {

struct StreamEvent {
  enum class Kind : std::uint8_t { xrun, remark, lost } kind{};
  std::int64_t time_ns = 0;
  DeviceFault fault = DeviceFault::none;  ///< lost
  XrunKind xrun{};
  std::uint64_t frames = 0;
  const char* why = "";
};

class StreamEdge final : public StreamClient {
 public:
  StreamEdge(std::uint32_t inputs, std::uint32_t outputs, double rate_hz, Exchange& inside);

  // --- Audio thread -------------------------------------------------------------------------------
  void cycle(const Cycle& cycle) noexcept override;
  void xrun(XrunKind kind, std::uint64_t frames) noexcept override;
  void remark(const char* what) noexcept override;
  void lost(DeviceFault fault, const char* why) noexcept override;

  // --- Control thread -----------------------------------------------------------------------------
  EdgeFade fade;
  bool next_event(StreamEvent& out) noexcept { return events_.pop(out); }
  bool is_lost() const noexcept { return lost_.load(std::memory_order_acquire); }
  std::uint64_t xruns() const noexcept { return xruns_.load(std::memory_order_relaxed); }
  /// Samples of either direction that were no numbers and became silence.
  std::uint64_t not_finite() const noexcept { return not_finite_.load(std::memory_order_relaxed); }
  /// Heap calls made inside cycles; -1 where they are not counted.
  std::int64_t allocations() const noexcept { return allocations_.load(std::memory_order_relaxed); }
  std::vector<Level> take_inputs() { return input_levels_.take(gate_); }
  std::vector<Level> take_outputs() { return output_levels_.take(gate_); }

 private:
  void piece(std::uint32_t frames, const BlockTime& at) noexcept;

  Exchange& inside_;
  Levels input_levels_, output_levels_;
  ChannelArena mended_;  ///< inputs that held something else than numbers
  std::vector<const double*> in_;
  std::vector<double*> out_;
  CycleGate gate_;
  SpscQueue<StreamEvent> events_;
  std::atomic<bool> lost_{false};
  std::atomic<std::uint64_t> xruns_{0}, not_finite_{0};
  std::atomic<std::int64_t> allocations_{0};
};

}  // namespace busbar
