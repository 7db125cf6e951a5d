// A device as the engine sees it. In: what to open. Out: a stream that asks for audio in its own real-time thread.
// Every back end is one function `open_<back end>` that gives a Stream; nothing else of it is seen from outside.
// Invariants: `cycle` is called by one thread at a time, the stream's own; after `lost` or `stop` it is called no more;
// `stop` returns soon even where the device is dead; opening and closing allocate and wait, and belong to the control side.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "devices/sample_format.h"

namespace busbar {

/// Why a device could not be opened, or was lost. What to do next is said in words of `DeviceError`.
enum class DeviceFault : std::uint8_t { none, missing, busy, denied, unsupported, changed, gone, library, failed };

struct [[nodiscard]] DeviceError {
  DeviceFault fault = DeviceFault::none;
  std::string message;
  explicit operator bool() const { return fault != DeviceFault::none; }
};

/// What the device was asked for, whatever drives it.
struct StreamRequest {
  std::string id;              ///< as the inventory has it: `hw:CARD=UMC1820,DEV=0`, a JACK server's name, a virtual device's name
  double rate_hz = 48000;      ///< exact; a device that cannot is refused
  std::uint32_t period = 0;    ///< frames per cycle; 0: the device's choice
  std::uint32_t periods = 0;   ///< 0: the device's choice
  bool any_format = true;      ///< the widest that the device has; else `format`
  SampleFormat format = SampleFormat::s32;
  std::uint32_t inputs = 0;    ///< channels; 0: that direction is not opened
  std::uint32_t outputs = 0;
  int priority = 60;           ///< of SCHED_FIFO, where it is granted
};

/// What was granted, and what it costs. Latencies are of the device, from converter to `cycle` and back, buffers included.
struct StreamInfo {
  double rate_hz = 0;
  std::uint32_t period = 0, periods = 0;
  std::string format;                ///< of both directions, `s32` or `s32/s16`
  std::uint32_t input_latency = 0;   ///< frames
  std::uint32_t output_latency = 0;
  bool realtime = false;             ///< what the thread got, not what it asked for
  std::string scheduling;            ///< `SCHED_FIFO 60`, or why not
  bool pitch = false;                ///< `set_pitch` moves its clock, in all directions that are open
  std::int32_t thread = 0;           ///< the kernel's number of that thread, for rtkit; 0: none of ours
};

/// What the plan does between two channels of a stream: how long it takes from one to the other.
struct StreamPath {
  std::uint32_t input, output, frames;
};

/// A port of a stream that other programs may be connected to, and what it is to be kept connected to.
struct PortWish {
  std::string name;      ///< empty: the channel has no port and is silent
  std::string connect;   ///< pattern over full port names, `*` for any text; empty: left to the user
  std::int32_t nth = 0;  ///< which of the ports that match, in order of their names with numbers counted; -1: all of them
};

/// One wake-up of a device. Planar, full scale is 1. Buffers are the stream's own and good until `cycle` returns.
struct Cycle {
  const double* const* in;
  double* const* out;          ///< holds nothing yet: every channel is to be written
  std::uint32_t frames;        ///< a period, or several
  std::int64_t time_ns;        ///< CLOCK_MONOTONIC when the device's position was `position`
  std::uint64_t position;      ///< frames that the device has moved since it started, at `time_ns`
  std::uint64_t first;         ///< number of the cycle's first frame, counted as `position` is
};

enum class XrunKind : std::uint8_t { capture, playback, both, suspended };

/// The engine's end of a stream. All calls come from the stream's real-time thread.
class StreamClient {
 public:
  virtual void cycle(const Cycle& cycle) noexcept = 0;
  /// The device had to be restarted and `frames` of audio were lost (0: not known).
  virtual void xrun(XrunKind kind, std::uint64_t frames) noexcept = 0;
  /// What its user should know, though it goes on. `what` outlives the stream (a literal).
  virtual void remark(const char* /*what*/) noexcept {}
  /// The last call. `why` outlives the stream (a literal).
  virtual void lost(DeviceFault fault, const char* why) noexcept = 0;

 protected:
  ~StreamClient() = default;
};

class Stream {
 public:
  virtual ~Stream() = default;  ///< stops
  virtual const StreamInfo& info() const noexcept = 0;
  /// Starts the thread and waits until it runs, so that `info` tells what it was granted.
  virtual DeviceError start(StreamClient& client) = 0;
  /// Returns when `cycle` is called no more. The thread may have ended by itself, after `lost`.
  virtual void stop() noexcept = 0;
  /// Paths of the plan that plays now, for devices whose other users want to know. Control side, while it runs too.
  virtual void set_paths(std::vector<StreamPath>) {}
  /// Other wishes of the same ports. Control side, while it runs too.
  virtual void set_wishes(const std::vector<PortWish>& /*inputs*/, const std::vector<PortWish>& /*outputs*/) {}
  /// Moves the device's own clock so far from where it runs by itself, where `info().pitch`. Control side, while it runs too.
  virtual void set_pitch(double /*ppm*/) {}
};

}  // namespace busbar
