// What happens to a device that plays: pulled, stalled, changed, overrun, and a system that starts anew.
#include <algorithm>
#include <new>
#include <string_view>

#include "devices/coreaudio/plugs.h"
#include "devices/coreaudio/system.h"
#include "studio.h"

using namespace busbar;

namespace {

std::unique_ptr<Opened> playing(const CoreaudioOptions& options = {}) {
  hurry();
  hal::plug(box("box"));
  auto opened = play(request("box", 2, 2), options);
  CHECK(opened->runs() && opened->client.wait_frames(480));
  return opened;
}

/// Lost once, in these words, and called no more, where the device `plays_on` as well.
void is_lost(Opened& opened, DeviceFault fault, const char* words, bool plays_on = false) {
  CHECK(opened.client.wait([&] { return !opened.client.losses.empty(); }));
  hal::settle();
  if (plays_on) CHECK(hal::wait_for_cycles("box", 5));
  opened.stream->stop();
  CHECK(opened.client.losses.size() == 1 && opened.client.fault == fault && opened.client.after_the_end == 0);
  CHECK(has(opened.client.losses.at(0), words));
}

}  // namespace

TEST("unplugged: lost once, and found again under another number") {
  auto opened = playing();
  for (int round = 0; round < 3; ++round) {
    hal::unplug("box");
    is_lost(*opened, DeviceFault::gone, "unplugged");
    CHECK(play(request("box", 2, 2))->error.fault == DeviceFault::missing);
    hal::replug("box");
    hal::settle();
    opened = play(request("box", 2, 2));
    CHECK(opened->runs() && opened->client.wait_frames(480));
  }
}

TEST("unplugged, and nobody says so") {
  const auto opened = playing();
  hal::set_traps("box", {.silent_unplug = true});
  hal::unplug("box");
  is_lost(*opened, DeviceFault::gone, "unplugged");
}

TEST("a device that stands still is lost, one that pauses is not") {
  const auto opened = playing();
  hal::stall("box", true);
  is_lost(*opened, DeviceFault::failed, "stands still");
  hal::stall("box", false);
  CHECK(play(request("box", 2, 2))->runs());
}

TEST("a rate that somebody else changes is a loss") {
  const auto opened = playing();
  hal::set_rate("box", 44100);
  is_lost(*opened, DeviceFault::changed, "rate", true);
  // Opened anew it is ours again.
  const auto again = play(request("box", 2, 2));
  CHECK(again->runs() && again->client.wait_frames(480));
}

TEST("a format that somebody else changes is a loss, and opened anew it is read as it is") {
  for (const bool output : {false, true}) {
    auto opened = playing();
    hal::set_format("box", output, hal::Sample::s16);
    is_lost(*opened, DeviceFault::changed, "format", true);
    opened = play(request("box", 2, 2));
    CHECK(opened->runs() && opened->client.wait_frames(480));
    opened.reset();
    hal::reset();
  }
}

TEST("a device that is pulled before its first cycle is gone") {
  hal::Options options;
  options.start_waits = false;
  hal::configure(options);
  hal::plug(box("box"));
  hal::stall("box", true);
  bool is_started = false;
  hal::before_calls([&](const char* function) {
    if (std::string_view(function) == "AudioDeviceStart") is_started = true;
    else if (is_started) hal::unplug("box");
  });
  const auto opened = play(request("box", 2, 2));
  hal::before_calls({});
  CHECK(opened->error.fault == DeviceFault::gone);
}

TEST("another buffer size is none: cycles stay within the period") {
  const auto opened = playing();
  hal::set_buffer("box", 1024);
  CHECK(opened->client.wait_frames(20000));
  hal::set_buffer("box", 64);
  CHECK(opened->client.wait_frames(20000));
  opened->stream->stop();
  CHECK(opened->client.losses.empty() && opened->client.longest == 256 && opened->client.out_of_order == 0);
}

TEST("an overload is one xrun, with the frames that it cost, whenever it is told") {
  const auto opened = playing();
  for (unsigned round = 1; round <= 3; ++round) {
    hal::set_traps("box", {.late_overload = round == 2});
    hal::overload("box", 3);
    CHECK(opened->client.wait([&] { return opened->client.xruns.size() >= round; }));
    // A second of frames: what else is told of it would have been told.
    CHECK(opened->client.wait_frames(48000));
  }
  opened->stream->stop();
  CHECK(opened->client.xruns == (std::vector<std::uint64_t>{3 * 256, 3 * 256, 3 * 256}));
  CHECK(opened->client.position == opened->client.frames + 3 * 3 * 256);
  CHECK(opened->client.out_of_order == 0 && opened->client.losses.empty());
}

TEST("the audio service starts anew: lost, nothing of the old one is touched, and opened again") {
  auto opened = playing();
  hal::Options options;
  options.time_scale = 20;
  options.reuse_ids = true;
  hal::configure(options);
  for (int round = 0; round < 3; ++round) {
    hal::restart_daemon();
    is_lost(*opened, DeviceFault::gone, "coreaudiod");
    hal::settle();
    opened = play(request("box", 2, 2));
    CHECK(opened->runs() && opened->client.wait_frames(480));
  }
}

TEST("devices that come and go, and other defaults, are told") {
  hal::plug(box("one"));
  hal::plug(box("two"));
  void (*const changes[])() = {[] { hal::set_default(true, "two"); }, [] { hal::set_default(false, "two"); }, [] { hal::unplug("one"); },
                               [] { hal::replug("one"); }};
  for (const auto change : changes) {
    hal::settle();
    Client told;
    const coreaudio::Plugs plugs([&] { told.remark("changed"); });
    change();
    CHECK(told.wait([&] { return !told.remarks.empty(); }));
  }
}

TEST("a listener that is called after it was removed finds nobody") {
  hal::Options options;
  options.time_scale = 20;
  options.call_after_remove = true;
  hal::configure(options);
  hal::plug(box("box"));
  const std::uint64_t before = hal::calls_after_remove();
  for (int round = 0; round < 20; ++round) {
    const auto opened = play(request("box", 2, 2));
    CHECK(opened->runs());
    hal::set_buffer("box", round % 2 == 0 ? 512 : 256);
  }
  hal::settle();
  CHECK(hal::calls_after_remove() > before);
  // Memory that was somebody's: a call that found it would write to it.
  alignas(coreaudio::Listeners) std::byte memory[sizeof(coreaudio::Listeners)];
  auto* const listeners = new (memory) coreaudio::Listeners;
  listeners->add(coreaudio::device_of("box", true), kAudioDevicePropertyBufferFrameSize);
  listeners->~Listeners();
  std::ranges::fill(memory, std::byte{0});
  hal::settle();
  CHECK(std::ranges::all_of(memory, [](std::byte b) { return b == std::byte{0}; }));
}

TEST("inputs that are exactly zero are told, once; those of a virtual device are not") {
  hal::Options options;
  options.time_scale = 20;
  options.microphone_denied = true;
  hal::configure(options);
  hal::plug(box("box"));
  hal::feed("box", [](std::uint64_t, std::uint32_t) { return 0.1; });
  hal::DeviceSpec hole = box("hole");
  hole.transport = kAudioDeviceTransportTypeVirtual;
  hal::plug(hole);
  const auto denied = play(request("box", 2, 0)), silent = play(request("hole", 2, 0));
  CHECK(denied->client.wait([&] { return !denied->client.remarks.empty(); }));
  CHECK(denied->client.wait_frames(200000) && silent->client.wait_frames(200000));
  denied->stream->stop();
  silent->stream->stop();
  CHECK(denied->client.remarks.size() == 1 && has(denied->client.remarks.at(0), "microphone"));
  CHECK(silent->client.remarks.empty());
}

TEST("inputs that are heard are never told") {
  hurry();
  hal::plug(box("box"));
  hal::feed("box", [](std::uint64_t frame, std::uint32_t channel) { return frame == 40000 && channel == 1 ? 1e-6 : 0.0; });
  const auto opened = play(request("box", 2, 2));
  CHECK(opened->client.wait_frames(200000));
  opened->stream->stop();
  CHECK(opened->client.remarks.empty());
}

TEST("nothing of the HAL is called from inside a cycle") {
  const auto opened = playing();
  hal::overload("box", 2);
  CHECK(opened->client.wait_frames(20000));
  opened->stream->stop();
  CHECK(hal::misuse().empty());
}
