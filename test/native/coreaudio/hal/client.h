// A client of the HAL as tests need it: properties, a proc that keeps its stamps, a listener that counts.
#pragma once

#include <CoreAudio/CoreAudio.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "hal.h"

constexpr UInt32 kGlobal = kAudioObjectPropertyScopeGlobal;
constexpr UInt32 kIn = kAudioObjectPropertyScopeInput;
constexpr UInt32 kOut = kAudioObjectPropertyScopeOutput;

inline AudioObjectPropertyAddress at(UInt32 selector, UInt32 scope = kGlobal, UInt32 element = 0) { return {selector, scope, element}; }

template <class T>
OSStatus get(AudioObjectID object, const AudioObjectPropertyAddress& address, T& out) {
  UInt32 size = sizeof out;
  return AudioObjectGetPropertyData(object, &address, 0, nullptr, &size, &out);
}
template <class T>
T value(AudioObjectID object, const AudioObjectPropertyAddress& address) {
  T out{};
  (void)get(object, address, out);
  return out;
}
template <class T>
OSStatus set(AudioObjectID object, const AudioObjectPropertyAddress& address, T data) {
  return AudioObjectSetPropertyData(object, &address, 0, nullptr, sizeof data, &data);
}
std::vector<AudioObjectID> ids(AudioObjectID object, const AudioObjectPropertyAddress& address);
std::string text(AudioObjectID object, const AudioObjectPropertyAddress& address);
AudioObjectID device(const std::string& uid);
/// Channels of each buffer of a direction.
std::vector<UInt32> buffers(AudioObjectID device, UInt32 scope);

/// Parts: UID and whether it is compensated. The main one is the first.
OSStatus make_aggregate(const std::string& uid, const std::vector<std::pair<std::string, bool>>& parts, AudioObjectID& out);

/// Waits for what other threads bring about.
class Event {
 public:
  void tell();
  /// False after 20 s.
  bool wait(int times = 1);
  int times();

 private:
  std::mutex lock_;
  std::condition_variable told_;
  int times_ = 0;
};

class Listener {
 public:
  Listener(AudioObjectID object, UInt32 selector, UInt32 scope = kGlobal);
  ~Listener() { remove(); }
  void remove();
  Event event;
  std::function<void()> on_call;
  std::thread::id thread;

 private:
  static OSStatus call(AudioObjectID, UInt32, const AudioObjectPropertyAddress*, void* self);
  AudioObjectID object_;
  AudioObjectPropertyAddress address_;
  bool added_ = true;
};

/// One started proc. Its function sees every cycle; stamps of the first and the last are kept.
struct Cycle {
  AudioTimeStamp now, in_time, out_time;
  const AudioBufferList* in;
  AudioBufferList* out;
};
class Proc {
 public:
  explicit Proc(AudioObjectID device, std::function<void(const Cycle&)> body = {});
  ~Proc();
  OSStatus start() { return AudioDeviceStart(device_, id_); }
  OSStatus stop() { return AudioDeviceStop(device_, id_); }
  AudioDeviceIOProcID id() const { return id_; }
  std::uint64_t cycles() const { return cycles_; }
  Cycle first{}, last{};
  std::atomic<std::thread::id> thread;

 private:
  static OSStatus call(AudioObjectID, const AudioTimeStamp* now, const AudioBufferList* in, const AudioTimeStamp* in_time, AudioBufferList* out,
                       const AudioTimeStamp* out_time, void* self);
  AudioObjectID device_;
  AudioDeviceIOProcID id_ = nullptr;
  std::function<void(const Cycle&)> body_;
  std::atomic<std::uint64_t> cycles_{0};
};

/// Frames per second of host time between the first and the last cycle.
double measured_rate(const Proc& proc);
double ms_of(std::uint64_t ticks);
