// What happens while a device is opened, at each of the calls that this takes: an unplugging, a service that starts anew, another
// program's hand, a call that fails. However it ends, it is an answer or a stream that runs or is lost; nothing is left behind, and
// the next one opens. BUSBAR_HAL_CALLS=1 takes every call, 7 (the default) every seventh, another one each time for each event.
#include <mutex>
#include <string_view>

#include "studio.h"

using namespace busbar;

namespace {

struct Way {
  const char* name;
  StreamRequest request;
  CoreaudioOptions options;
};

std::vector<Way> ways() {
  CoreaudioOptions alone, room;
  alone.exclusive = true;
  room.aggregate.name = "room";
  for (const char* id : {"box", "desk"}) room.aggregate.members.push_back({id, 2, 2, true, false});
  StreamRequest faster = request("box", 2, 2);
  faster.rate_hz = 96000;
  return {{"alone", faster, alone}, {"joined", request("box", 4, 4), room}};
}

void begin() {
  hal::reset();
  hal::Options options;
  options.time_scale = 100;
  options.aggregate_settles_ms = 5;
  options.reuse_ids = true;
  hal::configure(options);
  for (const char* id : {"box", "desk"}) hal::plug(box(id));
  hal::settle();
}

/// What it does, and how many calls may follow before it is told that the device is gone: who waited for it would ask several
/// hundred times. 0: as many as it takes.
struct Event {
  hal::BeforeCall happens;
  unsigned most_after = 0;
};

/// False: opening takes fewer calls.
bool opens_though(const Way& way, unsigned nth, const Event& event) {
  begin();
  unsigned calls = 0;
  bool happened = false;
  hal::before_calls([&, mutex = std::make_shared<std::mutex>()](const char* function) {
    {
      const std::lock_guard hold(*mutex);
      if (++calls != nth) return;
      happened = true;
    }
    event.happens(function);
  });
  auto opened = play(way.request, way.options);
  const bool fails = !opened->runs();
  if (fails) opened->stream.reset();
  hal::before_calls({});
  if (!happened) return false;
  if (fails && event.most_after != 0) CHECK(calls - nth < event.most_after);
  Client& client = opened->client;
  if (opened->runs()) CHECK(client.wait([&] { return client.frames >= 480 || !client.losses.empty(); }));
  else CHECK(!opened->error.message.empty());
  if (opened->stream) opened->stream->stop();
  CHECK(client.losses.size() <= 1 && client.after_the_end == 0);
  opened.reset();
  CHECK(hal::wait_for_release());
  // Whatever it was, it is over.
  hal::settle();
  hal::replug("box");
  hal::settle();
  const auto again = play(way.request, way.options);
  CHECK(again->runs() && again->client.wait_frames(480));
  return true;
}

void at_each_call(unsigned from, const Event& event) {
  const unsigned step = number("BUSBAR_HAL_CALLS", 7);
  for (const Way& way : ways()) {
    unsigned nth = 1 + from % step;
    while (opens_though(way, nth, event)) nth += step;
    // A way has so many calls at least; fewer, and it was not looked at.
    CHECK(nth > 40);
    std::printf("in the midst: %s, about %u calls\n", way.name, nth);
  }
}

}  // namespace

TEST("a device that is unplugged in the midst of its opening") {
  const auto unplug = [](const char*) {
    hal::unplug("box");
    hal::settle();
  };
  at_each_call(0, {unplug, 120});
}

TEST("an audio service that starts anew in the midst of an opening") {
  const auto restart = [](const char*) {
    hal::restart_daemon();
    hal::settle();
  };
  // It may be heard of when all is open, and be closed again.
  at_each_call(1, {restart, 250});
}

TEST("another program's rate and buffers in the midst of an opening") {
  const auto change = [](const char*) {
    hal::set_rate("box", 44100);
    hal::set_buffer("box", 1024);
    hal::settle();
  };
  at_each_call(2, {change});
}

TEST("a call that fails in the midst of an opening") {
  at_each_call(3, {[](const char* function) { hal::fail(function, kAudioHardwareUnspecifiedError); }});
}

TEST("a device that is pulled while its rate settles is not waited for") {
  begin();
  hal::set_traps("box", {.rate_locked = true});
  StreamRequest r = request("box", 2, 2);
  r.rate_hz = 96000;
  unsigned calls = 0;
  bool is_set = false;
  hal::before_calls([&](const char* function) {
    if (is_set) ++calls;
    if (calls == 3) hal::unplug("box");
    is_set = is_set || std::string_view(function) == "AudioObjectSetPropertyData";
  });
  const auto opened = play(r);
  hal::before_calls({});
  CHECK(opened->error.fault == DeviceFault::gone && calls < 80);
}
