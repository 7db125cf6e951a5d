// A stream's part on JACK's real-time thread. In: the server's cycles, of any length. Out: calls of the stream's client,
// with at most as many frames as the server's period had when the stream was opened.
// Invariants: nothing is allocated, locked or asked of the server here; the end (`finish`, from any other thread) and a
// cycle never overlap: whichever comes second does what is left to do.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "devices/device.h"
#include "devices/jack/client.h"
#include "rt/arena.h"

namespace busbar::jack {

class Process {
 public:
  /// Ports by channel; null: a channel without one, silent.
  Process(std::shared_ptr<ServerClient> client, std::vector<Port*> inputs, std::vector<Port*> outputs, Frames period);

  /// Before the client is activated.
  void set_client(StreamClient& client) noexcept { stream_client_ = &client; }

  // --- JACK's process thread --------------------------------------------------------------------
  int run(Frames frames) noexcept;

  // --- JACK's notification thread ---------------------------------------------------------------
  void count_xrun() noexcept { xruns_.fetch_add(1, std::memory_order_relaxed); }
  /// The position may jump without anything being lost, here and after what follows.
  void expect_jump() noexcept { jump_.store(true, std::memory_order_relaxed); }
  /// Cycles come as fast as they can: the server's clock means nothing then.
  void freewheel(bool begins) noexcept {
    freewheels_.store(begins, std::memory_order_relaxed);
    expect_jump();
  }

  // --- Any thread but the process thread --------------------------------------------------------
  /// No cycle begins after this. `fault`: the stream is lost, says `why`, a literal; none: it is stopped. The first counts.
  void finish(DeviceFault fault, const char* why) noexcept;
  /// After `finish`: no cycle runs any more, and `lost`, if it was to be called, has been.
  bool over() const noexcept { return state_.load(std::memory_order_acquire) == State::over; }
  /// The kernel's number of the process thread once it has begun; 0 before.
  std::int32_t thread() const noexcept { return thread_.load(std::memory_order_acquire); }

 private:
  enum class State : std::uint8_t { idle, cycle, ending, over };

  void enter_thread() noexcept;
  void cycles(Frames frames) noexcept;
  void follow_position(Frames now) noexcept;
  void report_xruns() noexcept;
  void end() noexcept;
  void silence(Frames frames) noexcept;

  std::shared_ptr<ServerClient> client_;
  std::vector<Port*> inputs_, outputs_;
  std::vector<const float*> from_;  // JACK's buffers in this cycle
  std::vector<float*> to_;
  Frames period_;
  ChannelArena channels_;
  std::vector<double*> in_, out_;
  StreamClient* stream_client_ = nullptr;

  std::atomic<State> state_{State::idle};
  std::atomic<bool> finished_{false};
  DeviceFault fault_ = DeviceFault::none;  // written once, before `ending`
  const char* why_ = "";

  std::atomic<std::uint32_t> xruns_{0};
  std::atomic<bool> jump_{true}, freewheels_{false};
  std::atomic<std::int32_t> thread_{0};

  // The process thread's own.
  std::uint32_t reported_ = 0;
  Frames next_ = 0;  // where the server's frame counter will be if nothing is lost
  std::uint64_t position_ = 0, lost_ = 0;
};

}  // namespace busbar::jack
