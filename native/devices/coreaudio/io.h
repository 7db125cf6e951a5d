// What the HAL's IO thread runs: buffers to planar doubles, `cycle`, and back. In: buffer lists with their times. Out: cycles of at
// most a period, xruns, loss of nothing. Invariants: no lock, no allocation, no question to the HAL; an overload that the HAL counts
// and the gap that it leaves in the sample times are one xrun, whichever is seen first.
#pragma once

#include <CoreAudio/CoreAudio.h>

#include <atomic>
#include <cstdint>
#include <vector>

#include "devices/coreaudio/convert.h"
#include "devices/coreaudio/host_time.h"
#include "devices/coreaudio/listeners.h"
#include "devices/coreaudio/sample_clock.h"
#include "devices/coreaudio/zero_watch.h"
#include "devices/device.h"
#include "rt/arena.h"

namespace busbar::coreaudio {

/// A device as it was found when it was opened.
struct DeviceForm {
  double rate_hz = 0;
  std::uint32_t period = 0;
  Layout inputs, outputs;           ///< all of its buffers
  Lanes in, out;                    ///< those of our channels
  std::uint32_t input_safety = 0, output_safety = 0;
  bool has_microphone = false;      ///< exact silence of its inputs is worth telling
};

class Io {
 public:
  Io(DeviceForm form, const Notices& notices);

  /// Before it runs.
  void set_client(StreamClient& client) noexcept { client_ = &client; }

  // --- The HAL's IO thread ---------------------------------------------------------------------------
  void run(const AudioBufferList* in, const AudioTimeStamp& in_time, AudioBufferList* out, const AudioTimeStamp& out_time) noexcept;

  // --- Any thread --------------------------------------------------------------------------------------
  std::uint64_t calls() const noexcept { return calls_.load(std::memory_order_acquire); }
  /// The kernel's number of that thread once it has begun; 0 before.
  std::int32_t thread() const noexcept { return thread_.load(std::memory_order_acquire); }

 private:
  void enter_thread() noexcept;
  void report(const SampleClock::Step& step) noexcept;
  std::int64_t edge_time(const AudioTimeStamp& time, std::uint32_t frames) const noexcept;

  DeviceForm form_;
  const Notices& notices_;
  HostTime host_;
  StreamClient* client_ = nullptr;
  ChannelArena channels_;
  std::vector<double*> in_, out_;
  SampleClock clock_;
  ZeroWatch zeros_;
  XrunKind kind_;
  std::uint32_t overloads_told_ = 0;
  std::uint64_t forgives_until_ = 0;  ///< a gap was told: an overload before this frame is the same
  std::atomic<std::uint64_t> calls_{0};
  std::atomic<std::int32_t> thread_{0};
};

}  // namespace busbar::coreaudio
