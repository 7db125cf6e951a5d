// What there is: hardware, the objects that stand for it, and what clients hold. One lock guards all of it; no client is
// ever called under that lock. Invariant: a daemon gives an id once; an object that is not in `devices` is dead.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "hal.h"

namespace hal {

struct Run;

/// The box itself: it outlives the objects that stand for it.
struct Hardware {
  DeviceSpec spec;
  Traps traps;
  Feed feed;
  bool plugged = false;
  bool stalled = false;
  bool looped = false;
  bool recording = false;
  std::vector<double> tape;      ///< of all outputs, interleaved
  double tape_start = 0;         ///< sample time of its first frame
  std::uint64_t cycles = 0;
  std::uint32_t skip = 0;        ///< cycles that are to be missed
};

struct Stream {
  AudioObjectID id = 0;
  bool input = false;
  StreamSpec spec;
  std::uint32_t first = 0;       ///< of its channels among those of its direction
};

struct Proc {
  AudioDeviceIOProcID id = nullptr;
  AudioDeviceIOProc call = nullptr;
  void* client = nullptr;
  bool started = false;
  std::optional<std::thread::id> calling;
  std::uint64_t calls = 0;
  std::vector<UInt32> inputs_on, outputs_on;  ///< per stream; missing: on
};

/// A device in an aggregate.
struct Part {
  std::string uid;
  bool compensated = false;
  UInt32 quality = 0, extra_latency = 0;
  AudioObjectID id = 0;
  bool active = false;
  double ahead = 0;              ///< frames that its clock is ahead of the main one's since the last slip
  std::uint64_t frames = 0;      ///< that it has moved
};

struct Aggregate {
  std::vector<Part> parts;
  std::string main;
  bool is_private = true;
  bool settled = false;
  std::uint64_t slips = 0, cycles = 0;
};

struct Device {
  AudioObjectID id = 0;
  std::string uid, name;
  std::shared_ptr<Hardware> box;          ///< of aggregates none
  std::optional<Aggregate> aggregate;
  double rate = 48000;
  std::uint32_t buffer = 512;
  pid_t hog = -1;
  bool alive = true;
  std::vector<Stream> streams;
  std::vector<std::shared_ptr<Proc>> procs;
  std::shared_ptr<Run> run;
};
using DevicePtr = std::shared_ptr<Device>;

struct Listener {
  AudioObjectID object;
  AudioObjectPropertyAddress address;
  AudioObjectPropertyListenerProc call;
  void* client;
  std::uint64_t number;
};

struct Model {
  std::mutex lock;
  std::condition_variable cycled;         ///< a cycle is over, or a run is, or what a test does before a call
  Options options;
  std::map<std::string, std::shared_ptr<Hardware>> boxes;
  std::map<AudioObjectID, DevicePtr> devices;
  std::vector<Listener> listeners;
  std::string default_input, default_output;
  std::map<std::string, std::pair<OSStatus, int>> failures;
  std::vector<std::string> misuse;
  std::shared_ptr<const BeforeCall> before_call;
  unsigned inside_before = 0;             ///< threads that are in it
  unsigned restarts = 0;                  ///< of the daemon
  static constexpr AudioObjectID kBeforeFirst = 40;
  AudioObjectID last_id = kBeforeFirst;
  std::uint64_t last_number = 0;
  std::uint64_t calls_after_remove = 0;
  unsigned microphone_questions = 0;

  AudioObjectID next_id() { return ++last_id; }
};

Model& model();
using Guard = std::unique_lock<std::mutex>;

/// Null for an id that is none, or no longer.
DevicePtr device_of(AudioObjectID id);
DevicePtr device_named(const std::string& uid);
/// Of any object: the system, a device, a stream, a part of an aggregate.
bool is_alive(AudioObjectID id);
/// Null for a UID that was never plugged in.
std::shared_ptr<Hardware> box_named(const std::string& uid);

std::uint32_t channels_of(const Device& device, bool input);
std::vector<Stream> streams_of(const DeviceSpec& spec);

/// What was ordered by `fail`.
std::optional<OSStatus> failure(const char* function);
/// With it every call of the API begins: what a test wants to happen before it happens, then it has the lock. From inside a
/// cycle it is misuse, but for those that `may_cycle`: it may wait for the IO thread.
Guard begin_call(const char* function, bool may_cycle = false);
/// The thread runs a cycle of this device.
extern thread_local const Device* cycling;

inline AudioObjectPropertyAddress global(AudioObjectPropertySelector selector) {
  return {selector, kAudioObjectPropertyScopeGlobal, kAudioObjectPropertyElementMain};
}

}  // namespace hal
