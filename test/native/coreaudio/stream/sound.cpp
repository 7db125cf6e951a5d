// What is heard and what is played, sample by sample: channels over several streams and formats, latency, odd buffers.
#include <algorithm>
#include <cmath>

#include "devices/coreaudio/enumerate.h"
#include "studio.h"

using namespace busbar;

namespace {

/// A sample that says where it comes from, and survives 16 bits.
double mark(std::uint64_t frame, std::uint32_t channel) {
  const auto value = static_cast<int>((frame * 7 + channel * 1013) % 30000) - 15000;
  return value / 32768.0;
}

/// By how many frames the feed is ahead of what was heard.
std::int64_t lateness(const Samples& heard) {
  std::int64_t late = -5000;
  while (late < 5000 && heard.at(5000) != mark(static_cast<std::uint64_t>(5000 - late), 0)) ++late;
  return late;
}

/// How many frames of a channel are not those of the feed, so late.
std::uint64_t wrong(const Samples& heard, std::uint32_t channel, std::int64_t late) {
  std::uint64_t bad = 0;
  for (std::uint64_t i = 4096; i < heard.size(); ++i) bad += heard[i] != mark(static_cast<std::uint64_t>(static_cast<std::int64_t>(i) - late), channel);
  return bad;
}

}  // namespace

TEST("channels stand in the order of their streams, whatever their formats") {
  hurry();
  hal::DeviceSpec spec = box("mixer");
  spec.inputs = {{.channels = 2, .format = hal::Sample::f32}, {.channels = 3, .format = hal::Sample::s16}, {.channels = 1, .format = hal::Sample::s32}};
  spec.outputs = {{.channels = 1, .format = hal::Sample::s24}, {.channels = 2, .format = hal::Sample::f32}};
  hal::plug(spec);
  hal::record("mixer");
  hal::feed("mixer", mark);
  const auto opened = play(request("mixer", 6, 3), {}, mark);
  CHECK(opened->runs());
  CHECK(opened->client.wait_frames(20000));
  opened->stream->stop();
  const Client& client = opened->client;
  // In the first cycle its thread was made ready.
  const std::int64_t late = lateness(client.heard[0]);
  for (std::uint32_t c = 0; c < 6; ++c) CHECK(wrong(client.heard[c], c, late) == 0);
  CHECK(client.out_of_order == 0 && client.longest == 256);
  const std::vector<double> played = hal::played("mixer");
  std::uint64_t bad = 0, frames = 0;
  for (std::size_t i = 0; i + 2 < played.size(); i += 3) {
    if (played[i] == 0 && played[i + 1] == 0 && played[i + 2] == 0) continue;
    ++frames;
    // Channel 0 says which frame it is, the others are of the same.
    const auto n = static_cast<std::uint64_t>(std::llround(played[i] * 32768) + 15000);
    for (std::uint32_t c = 1; c < 3; ++c) bad += std::llround(played[i + c] * 32768) + 15000 != static_cast<long>((n + c * 1013) % 30000);
  }
  CHECK(bad == 0 && frames > 15000);
}

TEST("a loop through cables takes as long as both latencies say, each time that it is opened") {
  hurry();
  hal::DeviceSpec spec = box("box");
  spec.inputs = {{.channels = 2, .latency = 11}};
  spec.outputs = {{.channels = 2, .latency = 7}};
  spec.input_latency = 40, spec.output_latency = 60, spec.input_safety = 24, spec.output_safety = 33;
  hal::plug(spec);
  hal::loop_back("box");
  const std::uint64_t at = 8000;
  // Another stream of it keeps its sample time going: one that is opened anew counts from its own first frame all the same.
  const auto other = play(request("box", 0, 2, 128));
  CHECK(other->runs());
  for (const std::uint32_t period : {128U, 512U, 128U}) {
    const auto opened = play(request("box", 2, 2, period), {}, [](std::uint64_t frame, std::uint32_t) { return frame == at ? 0.5 : 0.0; });
    CHECK(opened->runs());
    CHECK(opened->client.wait_frames(12000));
    const StreamInfo info = opened->stream->info();
    opened->stream->stop();
    CHECK(info.period == period && info.format == "f32");
    CHECK(info.input_latency == 40 + 24 + 11 + period);
    CHECK(info.output_latency == 60 + 33 + 7 + period);
    CHECK(opened->client.begins == 0 && opened->client.position == opened->client.frames && opened->client.xruns.empty());
    const Samples& heard = opened->client.heard[0];
    std::uint64_t back = 0;
    for (std::uint64_t i = at; i < heard.size() && back == 0; ++i) back = heard[i] == 0.5 ? i : 0;
    CHECK_NEAR(static_cast<double>(back - at), info.input_latency + info.output_latency, 0);
  }
}

TEST("one direction alone") {
  hurry();
  hal::plug(box("box"));
  hal::feed("box", mark);
  hal::record("box");
  const auto in = play(request("box", 1, 0));
  CHECK(in->runs() && in->client.wait_frames(9600));
  CHECK(in->stream->info().output_latency == 0 && in->stream->info().input_latency > 0);
  in->stream->stop();
  CHECK(in->client.heard[0].at(9000) != 0);
  const auto out = play(request("box", 0, 2), {}, [](std::uint64_t, std::uint32_t) { return 0.25; });
  CHECK(out->runs() && out->client.wait_frames(9600));
  CHECK(out->stream->info().input_latency == 0 && out->stream->info().output_latency > 0);
  out->stream->stop();
  std::uint64_t loud = 0;
  for (const double x : hal::played("box")) loud += x == 0.25;
  CHECK(loud >= 9600);
}

TEST("a device that has one direction only") {
  hurry();
  hal::DeviceSpec microphone = box("microphone"), speaker = box("speaker");
  microphone.outputs = {};
  speaker.inputs = {};
  hal::plug(microphone);
  hal::plug(speaker);
  hal::feed("microphone", mark);
  hal::record("speaker");
  const auto in = play(request("microphone", 2, 0));
  const auto out = play(request("speaker", 0, 2), {}, [](std::uint64_t, std::uint32_t) { return 0.25; });
  CHECK(in->runs() && out->runs() && in->client.wait_frames(9600) && out->client.wait_frames(9600));
  in->stream->stop();
  out->stream->stop();
  CHECK(in->client.heard[1].at(9000) != 0 && std::ranges::count(hal::played("speaker"), 0.25) >= 2 * 9600);
  CHECK(has(play(request("microphone", 2, 1))->error.message, "has 0 outputs") && has(play(request("speaker", 1, 2))->error.message, "has 0 inputs"));
  const Devices found = list_coreaudio();
  CHECK(found.devices.size() == 2);
  for (const DeviceFacts& facts : found.devices) CHECK(facts.inputs.has_value() == (facts.id == "microphone") && facts.outputs.has_value() == (facts.id == "speaker"));
}

TEST("buffers without memory are silence, of any size they are whole") {
  hurry();
  hal::plug(box("box"));
  hal::feed("box", mark);
  hal::set_traps("box", {.null_inputs = true, .null_outputs = true, .varying_buffers = true});
  const auto opened = play(request("box", 2, 2));
  CHECK(opened->runs() && opened->client.wait_frames(9600));
  opened->stream->stop();
  CHECK(opened->client.xruns.empty() && opened->client.out_of_order == 0);
  double sum = 0;
  for (const double x : opened->client.heard[1]) sum += std::fabs(x);
  CHECK(sum == 0);
}

TEST("varying buffers lose nothing") {
  hurry();
  hal::plug(box("box"));
  hal::feed("box", mark);
  hal::set_traps("box", {.varying_buffers = true});
  const auto opened = play(request("box", 2, 2));
  CHECK(opened->runs() && opened->client.wait_frames(20000));
  opened->stream->stop();
  const Samples& heard = opened->client.heard[0];
  std::uint64_t breaks = 0;
  for (std::uint64_t i = 4097; i < heard.size(); ++i) {
    const double step = std::fmod((heard[i] - heard[i - 1]) * 32768 + 30000, 30000);
    breaks += step != 7;
  }
  CHECK(breaks == 0 && opened->client.xruns.empty());
}

TEST("facts: what a list of devices says") {
  hal::DeviceSpec spec = box("uid:one");
  spec.name = "Box One";
  spec.inputs = {{.channels = 2, .latency = 5, .names = {"mic", "line"}}};
  spec.input_latency = 10, spec.input_safety = 20, spec.buffer = 512;
  spec.clock_domain = 7, spec.least_buffer = 32, spec.most_buffer = 480;
  hal::plug(spec);
  hal::DeviceSpec hidden = box("uid:hidden");
  hidden.hidden = true;
  hal::plug(hidden);
  hal::set_default(true, "uid:one");
  const Devices found = list_coreaudio();
  CHECK(found.absent.empty() && found.devices.size() == 1);
  const DeviceFacts& facts = found.devices.at(0);
  CHECK(facts.id == "uid:one" && facts.name == "Box One" && facts.transport == "usb" && facts.clock == "coreaudio 7");
  CHECK(!facts.exclusive && facts.default_output && facts.busy.empty());
  CHECK(facts.inputs && facts.outputs);
  CHECK(facts.inputs->most_channels == 2 && facts.inputs->names == (std::vector<std::string>{"mic", "line"}));
  CHECK(facts.outputs->names.empty());
  CHECK(facts.inputs->rates == (std::vector<double>{44100, 48000, 96000}) && facts.inputs->formats == std::vector<std::string>{"f32"});
  CHECK(facts.inputs->shortest_period == 32 && facts.inputs->longest_period == 480);
  CHECK(facts.inputs->latency.has_value());
  hal::hog("uid:one", 4711);
  CHECK(list_coreaudio().devices.at(0).busy == "process 4711");
}
