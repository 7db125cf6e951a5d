// The other end of the simulated HAL: what a test plugs in, breaks, feeds and counts. A program that links the double
// has one HAL, empty at first, without devices; `reset` makes it so again.
// Invariant: everything is told by UID, since ids are what goes stale. Times are those of the HAL's clock, which runs
// `time_scale` times faster than the machine's; cycles that come late all come, and their stamps stay exact, so that a
// busy machine changes no result.
#pragma once

#include <CoreAudio/CoreAudio.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace hal {

/// Of a stream's buffers, as clients see them.
enum class Sample : std::uint8_t { f32, s16, s24, s32 };

struct StreamSpec {
  std::uint32_t channels = 2;
  Sample format = Sample::f32;
  std::uint32_t latency = 0;
  std::vector<std::string> names = {};  ///< of its channels; empty: they have none
};

struct DeviceSpec {
  std::string uid;
  std::string name = {};                ///< empty: the UID
  std::vector<StreamSpec> inputs = {}, outputs = {};
  double rate = 48000;
  std::vector<AudioValueRange> rates = {{44100, 44100}, {48000, 48000}, {96000, 96000}};
  double ppm = 0;                       ///< how much faster than host time its clock runs
  std::uint32_t buffer = 512, least_buffer = 16, most_buffer = 4096;
  std::uint32_t input_latency = 0, output_latency = 0, input_safety = 0, output_safety = 0;
  UInt32 transport = kAudioDeviceTransportTypeUSB;
  UInt32 clock_domain = 0;
  bool can_be_default = true;
  bool hidden = false;
};

/// What a device does that a client must live with. All off: as the header of the real one promises.
struct Traps {
  double rate_settles_ms = 0;      ///< a nominal rate that is written takes effect so much later
  bool rate_locked = false;        ///< or never, without an error
  bool early_rate_notice = false;  ///< the listener is called before it does, too
  bool null_inputs = false;        ///< buffers come without data
  bool null_outputs = false;
  bool varying_buffers = false;    ///< now a whole buffer, now half of one
  bool late_overload = false;      ///< an overload is told after the cycle that follows it
  bool silent_unplug = false;      ///< nobody hears that it is not alive; the list of devices changes all the same
};

/// Whether programs may use the microphone, and what its user says when asked.
enum class Leave : std::uint8_t { not_asked, restricted, refused, given };
enum class Answer : std::uint8_t { yes, no, never };

/// What the system does.
struct Options {
  double time_scale = 1;
  std::uint32_t timebase_numer = 125, timebase_denom = 3;  ///< nanoseconds per tick: as on Apple Silicon
  bool start_waits = true;             ///< AudioDeviceStart returns after the first cycle
  bool call_after_remove = false;      ///< a listener is called once more after it was removed: the call was under way
  Leave microphone = Leave::given;
  Answer answer = Answer::yes;
  bool microphone_denied = false;      ///< inputs are exact zeros, and nothing says so: leave is the terminal's, and it lacks it
  double aggregate_settles_ms = 20;    ///< an aggregate is empty for so long
  double restart_takes_ms = 5;         ///< between the end of the old daemon and the devices of the new one
  bool reuse_ids = false;              ///< the new daemon counts from the beginning: an old id is another object's
};

void reset();
void configure(const Options& options);

// --- Hardware -----------------------------------------------------------------------------------------------------
void plug(const DeviceSpec& spec);
/// Tells listeners that it is not alive, ends its IO, then takes it off the list. Returns before all that.
void unplug(const std::string& uid);
/// It comes back as it was made, under a new id.
void replug(const std::string& uid);
void set_traps(const std::string& uid, const Traps& traps);
/// No cycle comes, and nobody says why; until `stalled` is false.
void stall(const std::string& uid, bool stalled);
/// Time passes in which no cycle came, and listeners of the overload are told, from the IO thread.
void overload(const std::string& uid, std::uint32_t cycles);

// --- Other programs, and the user ---------------------------------------------------------------------------------
void set_default(bool output, const std::string& uid);
void set_rate(const std::string& uid, double hz);
void set_buffer(const std::string& uid, std::uint32_t frames);
/// Of all streams of a direction.
void set_format(const std::string& uid, bool output, Sample format);
/// Another process takes it for itself; -1 lets go.
void hog(const std::string& uid, pid_t pid);
void restart_daemon();

/// The next `times` calls of a function fail with `status`; a name is that of the API: "AudioDeviceStart".
void fail(const std::string& function, OSStatus status, int times = 1);

/// Before each call of the API, on its thread; empty: nothing. Waits for threads that are in the one before, so not from inside.
using BeforeCall = std::function<void(const char* function)>;
void before_calls(BeforeCall happens);

// --- Sound --------------------------------------------------------------------------------------------------------
/// What an input hears: a function of the frame, counted from the first that was captured, and of the channel.
using Feed = std::function<double(std::uint64_t frame, std::uint32_t channel)>;
void feed(const std::string& uid, Feed feed);
/// Its inputs hear its outputs, as through cables: converters on both sides take their latency.
void loop_back(const std::string& uid);
/// What the converters got since `record`, interleaved; silence where frames were missing.
void record(const std::string& uid);
std::vector<double> played(const std::string& uid);

/// Host time when a frame of the feed was at the jack, and when one of the tape was: of a device that runs.
double heard_at_ns(const std::string& uid, double frame);
double played_at_ns(const std::string& uid, double frame);

// --- What it comes to ---------------------------------------------------------------------------------------------
/// Waits until nothing is under way: no notice, no rate that settles, no aggregate that is made. Not from a listener.
void settle();
/// Waits until the device (or aggregate) has run so many more cycles. False after 20 s of the machine's time.
bool wait_for_cycles(const std::string& uid, std::uint64_t cycles);
std::uint64_t cycles(const std::string& uid);
bool is_running(const std::string& uid);
/// Whole buffers that a part of an aggregate lost or played twice.
std::uint64_t slips(const std::string& aggregate);

struct Counters {
  int aggregates = 0, listeners = 0, procs = 0, cf_objects = 0, workgroups = 0, joined = 0, hogs = 0;
  bool operator==(const Counters&) const = default;
};
/// What clients hold now.
Counters counters();
/// Waits until they hold nothing: a client may give things back on a thread of its own. False after 10 s.
bool wait_for_release();
std::uint64_t calls_after_remove();
/// How often the user was asked for the microphone.
unsigned microphone_questions();
/// What a client did that it must not since the last question, in words: HAL calls from inside a cycle, a proc that was destroyed
/// while it ran, a listener removed that was not there, a group left on another thread.
std::vector<std::string> misuse();

}  // namespace hal
