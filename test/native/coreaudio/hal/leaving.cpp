// Devices go and come back, defaults change, the daemon starts anew.
#include "check.h"
#include "client.h"

namespace {
const auto kAlive = at(kAudioDevicePropertyDeviceIsAlive);
const auto kDevices = at(kAudioHardwarePropertyDevices);
const auto kDefaultOut = at(kAudioHardwarePropertyDefaultOutputDevice);
}  // namespace

TEST("unplugged: not alive, then off the list, then every call fails") {
  hal::configure({.time_scale = 20});
  hal::plug({.uid = "box", .outputs = {{}}, .buffer = 64});
  hal::settle();
  const AudioObjectID id = device("box"), stream = ids(id, at(kAudioDevicePropertyStreams))[0];
  Proc proc(id);
  Listener alive(id, kAudioDevicePropertyDeviceIsAlive), list(kAudioObjectSystemObject, kAudioHardwarePropertyDevices);
  UInt32 said = 9;
  std::string order;
  alive.on_call = [&] {
    said = value<UInt32>(id, kAlive);
    order += "alive ";
  };
  list.on_call = [&] { order += "list "; };
  CHECK(proc.start() == 0);
  hal::unplug("box");
  hal::settle();
  CHECK(said == 0 && order == "alive list ");
  UInt32 word = 0;
  const auto any = at(kAudioDevicePropertyBufferFrameSize);
  CHECK(get(id, any, word) == kAudioHardwareBadObjectError && set(id, any, word) == kAudioHardwareBadObjectError);
  CHECK(get(stream, at(kAudioStreamPropertyDirection), word) == kAudioHardwareBadObjectError);
  CHECK(!AudioObjectHasProperty(id, &any) && proc.stop() == kAudioHardwareBadObjectError && proc.start() == kAudioHardwareBadObjectError);
  CHECK(AudioObjectRemovePropertyListener(id, &kAlive, nullptr, nullptr) == kAudioHardwareBadObjectError);
  const std::uint64_t cycles = proc.cycles();
  hal::replug("box");
  hal::settle();
  CHECK(device("box") != id && device("box") != 0 && proc.cycles() == cycles);
}

TEST("some never say that they are not alive") {
  hal::plug({.uid = "box", .outputs = {{}}});
  hal::set_traps("box", {.silent_unplug = true});
  hal::settle();
  Listener alive(device("box"), kAudioDevicePropertyDeviceIsAlive), list(kAudioObjectSystemObject, kAudioHardwarePropertyDevices);
  hal::unplug("box");
  CHECK(list.event.wait());
  CHECK(alive.event.times() == 0 && device("box") == 0);
}

TEST("a default that changes is told, several times at once") {
  hal::plug({.uid = "one", .outputs = {{}}});
  hal::plug({.uid = "two", .outputs = {{}}});
  CHECK(value<AudioObjectID>(kAudioObjectSystemObject, kDefaultOut) == device("one"));
  hal::settle();
  Listener heard(kAudioObjectSystemObject, kAudioHardwarePropertyDefaultOutputDevice);
  hal::set_default(true, "two");
  CHECK(heard.event.wait(2) && value<AudioObjectID>(kAudioObjectSystemObject, kDefaultOut) == device("two"));
  hal::unplug("two");
  CHECK(heard.event.wait(4) && value<AudioObjectID>(kAudioObjectSystemObject, kDefaultOut) == device("one"));
}

TEST("after the daemon began anew all ids are others, and nothing of before is left") {
  hal::configure({.time_scale = 20});
  hal::plug({.uid = "box", .outputs = {{}}, .buffer = 64});
  AudioObjectID room = 0;
  (void)make_aggregate("room", {{"box", false}}, room);
  hal::settle();
  const AudioObjectID id = device("box");
  Proc proc(id);
  Listener restarted(kAudioObjectSystemObject, kAudioHardwarePropertyServiceRestarted), alive(id, kAudioDevicePropertyDeviceIsAlive);
  CHECK(proc.start() == 0);
  hal::restart_daemon();
  CHECK(restarted.event.wait());
  CHECK(ids(kAudioObjectSystemObject, kDevices) == std::vector<AudioObjectID>{device("box")} && device("box") != id);
  CHECK(!hal::is_running("box") && alive.event.times() == 0);
  CHECK(hal::counters().aggregates == 0 && hal::counters().procs == 0 && hal::counters().listeners == 1);
  CHECK(AudioHardwareDestroyAggregateDevice(room) == kAudioHardwareBadObjectError);
}

TEST("a daemon that counts from the beginning gives old ids to others") {
  hal::Options options;
  options.time_scale = 20;
  options.reuse_ids = true;
  hal::configure(options);
  hal::plug({.uid = "b", .outputs = {{}}});
  hal::plug({.uid = "a", .outputs = {{}}});
  hal::settle();
  const AudioObjectID was = device("b");
  hal::restart_daemon();
  hal::settle();
  CHECK(device("a") == was && device("b") != was);
}
