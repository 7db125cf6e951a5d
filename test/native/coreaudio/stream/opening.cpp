// Opening: what is granted, what is refused and in which words, and that nothing is left behind.
#include <unistd.h>

#include "studio.h"

using namespace busbar;

TEST("a rate that settles late, announced early, is waited for") {
  hal::plug(box("box"));
  hal::set_traps("box", {.rate_settles_ms = 300, .early_rate_notice = true});
  StreamRequest r = request("box", 2, 2);
  r.rate_hz = 96000;
  const auto opened = play(r);
  CHECK(opened->runs());
  CHECK(opened->stream->info().rate_hz == 96000);
  CHECK(opened->client.wait_frames(9600));
  opened->stream->stop();
  CHECK(opened->client.losses.empty());
}

TEST("a rate that never settles is refused in the end, in words") {
  hal::plug(box("box"));
  hal::set_traps("box", {.rate_locked = true});
  StreamRequest r = request("box", 2, 2);
  r.rate_hz = 44100;
  const auto opened = play(r);
  CHECK(opened->error.fault == DeviceFault::busy && has(opened->error.message, "stays at 48000 Hz"));
}

TEST("a rate that it has not is refused, with those that it has") {
  hal::plug(box("box"));
  StreamRequest r = request("box", 2, 2);
  r.rate_hz = 22050;
  const auto opened = play(r);
  CHECK(opened->error.fault == DeviceFault::unsupported && has(opened->error.message, "44100, 48000, 96000"));
}

TEST("a period is the nearest that the device has") {
  hurry();
  hal::DeviceSpec spec = box("pods");
  spec.most_buffer = 480;
  hal::plug(spec);
  const auto opened = play(request("pods", 2, 2, 512));
  CHECK(opened->runs() && opened->stream->info().period == 480);
  CHECK(opened->client.wait_frames(4800));
  opened->stream->stop();
  CHECK(opened->client.longest == 480 && opened->client.xruns.empty());
}

TEST("a device that is not there, lacks channels, or another format") {
  hal::plug(box("box"));
  CHECK(play(request("nobody", 2, 2))->error.fault == DeviceFault::missing);
  const auto wide = play(request("box", 2, 4));
  CHECK(wide->error.fault == DeviceFault::unsupported && has(wide->error.message, "has 2 outputs"));
  StreamRequest r = request("box", 2, 2);
  r.any_format = false;
  r.format = SampleFormat::s24;
  CHECK(play(r)->error.fault == DeviceFault::unsupported);
  r.format = SampleFormat::f32;
  CHECK(play(r)->runs());
}

TEST("`default` is the default device of its direction") {
  hurry();
  hal::plug(box("one"));
  hal::plug(box("two"));
  hal::set_default(true, "two");
  hal::set_default(false, "one");
  const auto out = play(request("default", 0, 2));
  const auto in = play(request("default", 2, 0));
  CHECK(out->runs() && in->runs());
  CHECK(out->client.wait_frames(480) && in->client.wait_frames(480));
  CHECK(hal::is_running("two") && hal::is_running("one"));
  out->stream->stop();
  CHECK(!hal::is_running("two") && hal::is_running("one"));
}

TEST("hog mode is taken, kept from others, given back") {
  hurry();
  hal::plug(box("box"));
  CoreaudioOptions alone;
  alone.exclusive = true;
  hal::hog("box", 4711);
  const auto refused = play(request("box", 2, 2), alone);
  CHECK(refused->error.fault == DeviceFault::busy && has(refused->error.message, "process 4711"));
  hal::hog("box", -1);
  for (int round = 0; round < 3; ++round) {
    const auto opened = play(request("box", 2, 2), alone);
    CHECK(opened->runs() && opened->client.wait_frames(480));
    // Others are as good as gone: hog mode is read, and a second of ours takes nothing away.
    const auto second = play(request("box", 2, 0), alone);
    CHECK(second->runs());
    second->stream->stop();
    CHECK(opened->client.wait_frames(480));
  }
  const auto shared = play(request("box", 2, 2));
  CHECK(shared->runs());
}

TEST("hog mode that was taken after a restart is not given back by a stream of before") {
  hal::Options options;
  options.time_scale = 20;
  options.reuse_ids = true;
  hal::configure(options);
  hal::plug(box("box"));
  CoreaudioOptions alone;
  alone.exclusive = true;
  auto before = play(request("box", 2, 2), alone);
  CHECK(before->runs() && hal::counters().hogs == 1);
  hal::restart_daemon();
  CHECK(before->client.wait([&] { return !before->client.losses.empty(); }));
  hal::settle();
  const auto after = play(request("box", 2, 2), alone);
  CHECK(after->runs());
  before.reset();
  CHECK(hal::counters().hogs == 1);
}

TEST("whatever call fails, the answer is an error and nothing is left") {
  hurry();
  hal::plug(box("box"));
  for (const char* call : {"AudioDeviceCreateIOProcID", "AudioDeviceStart", "AudioObjectSetPropertyData"}) {
    hal::fail(call, kAudioHardwareUnspecifiedError);
    StreamRequest r = request("box", 2, 2);
    r.rate_hz = 96000;
    const auto opened = play(r);
    CHECK(opened->error.fault == DeviceFault::failed && has(opened->error.message, "'what'"));
    hal::set_rate("box", 48000);
    hal::settle();
  }
  CHECK(play(request("box", 2, 2))->runs());
}

TEST("opened and closed without a start") {
  hal::plug(box("box"));
  std::unique_ptr<Stream> stream;
  CHECK(!open_coreaudio(request("box", 2, 2), {}, stream));
  stream.reset();
}
