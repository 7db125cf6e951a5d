// What a client changes: rates that take their time, buffers that are clamped, hog mode.
#include <unistd.h>

#include "check.h"
#include "client.h"

namespace {
const auto kRate = at(kAudioDevicePropertyNominalSampleRate);
const auto kBuffer = at(kAudioDevicePropertyBufferFrameSize);
const auto kHog = at(kAudioDevicePropertyHogMode);
}  // namespace

TEST("a rate that is written is in effect later") {
  hal::configure({.time_scale = 20});
  hal::plug({.uid = "box", .outputs = {{}}});
  hal::set_traps("box", {.rate_settles_ms = 400});
  Listener heard(device("box"), kAudioDevicePropertyNominalSampleRate);
  CHECK(set(device("box"), kRate, 96000.0) == 0);
  CHECK(value<Float64>(device("box"), kRate) == 48000);
  CHECK(heard.event.wait());
  CHECK(value<Float64>(device("box"), kRate) == 96000);
  CHECK(set(device("box"), kRate, 12345.0) == kAudioDeviceUnsupportedFormatError);
}

TEST("or never, or is told too early") {
  hal::configure({.time_scale = 20});
  hal::plug({.uid = "box", .outputs = {{}}});
  hal::set_traps("box", {.rate_locked = true, .early_rate_notice = true});
  Listener heard(device("box"), kAudioDevicePropertyNominalSampleRate);
  CHECK(set(device("box"), kRate, 96000.0) == 0);
  CHECK(heard.event.wait());
  hal::settle();
  CHECK(value<Float64>(device("box"), kRate) == 48000);
  hal::set_traps("box", {.rate_settles_ms = 200, .early_rate_notice = true});
  CHECK(set(device("box"), kRate, 96000.0) == 0);
  CHECK(heard.event.wait(2) && value<Float64>(device("box"), kRate) == 48000);
  CHECK(heard.event.wait(3) && value<Float64>(device("box"), kRate) == 96000);
}

TEST("a running device goes over to the new rate") {
  hal::configure({.time_scale = 20});
  hal::plug({.uid = "box", .outputs = {{}}, .buffer = 64});
  Proc proc(device("box"));
  CHECK(proc.start() == 0);
  hal::set_rate("box", 96000);
  CHECK(hal::wait_for_cycles("box", 3) && proc.stop() == 0);
  Proc again(device("box"));
  CHECK(again.start() == 0 && hal::wait_for_cycles("box", 50) && again.stop() == 0);
  CHECK_NEAR(measured_rate(again), 96000, 1);
}

TEST("buffer sizes are clamped into the device's range, without an error") {
  hal::plug({.uid = "pods", .outputs = {{}}, .buffer = 240, .least_buffer = 64, .most_buffer = 480});
  CHECK(set(device("pods"), kBuffer, UInt32{512}) == 0 && value<UInt32>(device("pods"), kBuffer) == 480);
  CHECK(set(device("pods"), kBuffer, UInt32{1}) == 0 && value<UInt32>(device("pods"), kBuffer) == 64);
  const auto range = value<AudioValueRange>(device("pods"), at(kAudioDevicePropertyBufferFrameSizeRange));
  CHECK(range.mMinimum == 64 && range.mMaximum == 480);
}

TEST("hog mode is a toggle, and says who has it") {
  hal::plug({.uid = "box", .outputs = {{}}});
  hal::plug({.uid = "next", .outputs = {{}}});
  hal::set_default(true, "box");
  pid_t word = 12345;
  CHECK(AudioObjectSetPropertyData(device("box"), &kHog, 0, nullptr, sizeof word, &word) == 0);
  CHECK(word == getpid() && value<pid_t>(device("box"), kHog) == getpid());
  // What one program has for itself cannot be the default of all.
  CHECK(value<AudioObjectID>(kAudioObjectSystemObject, at(kAudioHardwarePropertyDefaultOutputDevice)) == device("next"));
  CHECK(AudioObjectSetPropertyData(device("box"), &kHog, 0, nullptr, sizeof word, &word) == 0 && word == -1);
  hal::hog("box", 99);
  CHECK(AudioObjectSetPropertyData(device("box"), &kHog, 0, nullptr, sizeof word, &word) == kAudioDevicePermissionsError);
  CHECK(set(device("box"), kRate, 96000.0) == 0);
  hal::settle();
  CHECK(value<Float64>(device("box"), kRate) == 48000);
}

TEST("calls fail when they are told to") {
  hal::plug({.uid = "box", .outputs = {{}}});
  hal::fail("AudioDeviceStart", kAudioHardwareUnspecifiedError);
  Proc proc(device("box"));
  CHECK(proc.start() == kAudioHardwareUnspecifiedError && !hal::is_running("box"));
  CHECK(proc.start() == 0 && hal::is_running("box"));
}
