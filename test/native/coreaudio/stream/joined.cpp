// Several devices: through CoreAudio's own aggregate, and through our own clocks.
#include <cmath>

#include "devices/coreaudio/aggregate.h"
#include "devices/coreaudio/property.h"
#include "devices/coreaudio/system.h"
#include "live/member.h"
#include "studio.h"

using namespace busbar;

namespace {

constexpr double kFirstPpm = -35, kSecondPpm = 120;

CoreaudioOptions room(const std::vector<std::string>& ids, std::uint32_t inputs, std::uint32_t outputs) {
  CoreaudioOptions options;
  options.aggregate.name = "room";
  for (const std::string& id : ids) options.aggregate.members.push_back({id, inputs, outputs, true, false});
  return options;
}

/// UID of the aggregate that is open.
std::string own_aggregate() {
  for (const AudioObjectID device : coreaudio::all_devices())
    if (const std::string uid = coreaudio::uid_of(device); coreaudio::is_own_aggregate(uid)) return uid;
  return "";
}

void two_boxes() {
  hal::plug(box("first", kFirstPpm));
  hal::plug(box("second", kSecondPpm));
}

}  // namespace

TEST("a native aggregate: one stream, channels of its members in order, no slip and no xrun") {
  hurry();
  two_boxes();
  hal::DeviceSpec wide = box("wide", 55);
  wide.inputs = {{.channels = 4}};
  wide.outputs = {{.channels = 4}};
  hal::plug(wide);
  const char* const names[] = {"first", "wide", "second"};
  for (int i = 0; i < 3; ++i) hal::feed(names[i], [i](std::uint64_t, std::uint32_t channel) { return 0.1 * (i + 1) + 0.01 * channel; });
  CoreaudioOptions options = room({"first", "wide", "second"}, 2, 2);
  options.aggregate.leader = 2;
  const auto opened = play(request("second", 6, 6), options, [](std::uint64_t, std::uint32_t channel) { return 0.125 * (channel + 1); });
  CHECK(opened->runs());
  CHECK(hal::counters().aggregates == 1);
  hal::record("wide");
  CHECK(opened->client.wait_frames(48000 * 20));
  opened->stream->stop();
  CHECK(hal::counters().aggregates == 0);
  CHECK(opened->client.xruns.empty() && opened->client.losses.empty() && opened->client.out_of_order == 0);
  for (int c = 0; c < 6; ++c) CHECK_NEAR(opened->client.heard[static_cast<std::size_t>(c)].at(48000), 0.1 * (c / 2 + 1) + 0.01 * (c % 2), 1e-6);
  const std::vector<double> played = hal::played("wide");
  double loudest[4] = {};
  for (std::size_t i = 0; i < played.size(); ++i) loudest[i % 4] = std::max(loudest[i % 4], played[i]);
  CHECK(loudest[0] == 0.375 && loudest[1] == 0.5 && loudest[2] == 0 && loudest[3] == 0);
}

TEST("a native aggregate is compensated: nothing slips; without compensation it does") {
  for (const bool compensated : {true, false}) {
    hal::reset();
    hurry(40);
    two_boxes();
    CoreaudioOptions options = room({"first", "second"}, 2, 2);
    options.aggregate.publish = true;
    for (AggregateMember& member : options.aggregate.members) member.compensated = compensated;
    const auto opened = play(request("first", 4, 4, 64), options);
    CHECK(opened->runs());
    // 155 ppm are a buffer of 64 frames in 9 s.
    CHECK(opened->client.wait_frames(48000 * 12));
    const std::uint64_t slips = hal::slips(own_aggregate());
    opened->stream->stop();
    if (compensated) CHECK(slips == 0);
    else CHECK(slips > 0);
  }
}

TEST("members of one clock domain are in step, and not compensated; those of domain 0 are, as finely as can be") {
  const AudioObjectPropertyAddress members{kAudioObjectPropertyOwnedObjects, kAudioObjectPropertyScopeGlobal, kAudioObjectPropertyElementMain};
  for (const UInt32 domain : {0U, 7U}) {
    hal::reset();
    hurry();
    for (const char* name : {"first", "second"}) {
      hal::DeviceSpec spec = box(name);
      spec.clock_domain = domain;
      hal::plug(spec);
    }
    const auto opened = play(request("first", 4, 4), room({"first", "second"}, 2, 2));
    CHECK(opened->runs());
    std::vector<UInt32> compensated, quality;
    for (const AudioObjectID member : coreaudio::list<AudioObjectID>(coreaudio::device_of(own_aggregate()), members)) {
      const auto is = coreaudio::find<UInt32>(member, coreaudio::at(kAudioSubDevicePropertyDriftCompensation));
      if (!is) continue;
      compensated.push_back(*is);
      quality.push_back(coreaudio::find<UInt32>(member, coreaudio::at(kAudioSubDevicePropertyDriftCompensationQuality)).value_or(0));
    }
    CHECK(compensated == (std::vector<UInt32>{0, domain == 0 ? 1U : 0U}) && quality == (std::vector<UInt32>{0x60, 0x60}));
  }
}

TEST("an aggregate that is empty for a while is waited for") {
  hal::Options options;
  options.time_scale = 20;
  options.aggregate_settles_ms = 4000;
  hal::configure(options);
  two_boxes();
  const auto opened = play(request("first", 4, 4), room({"first", "second"}, 2, 2));
  CHECK(opened->runs() && opened->client.wait_frames(4800));
}

TEST("an aggregate that a restart made void is not destroyed under its old number, which is another's") {
  hurry();
  hal::Options options;
  options.time_scale = 20;
  options.reuse_ids = true;
  hal::configure(options);
  two_boxes();
  auto old = play(request("first", 4, 4), room({"first", "second"}, 2, 2));
  CHECK(old->runs());
  const AudioObjectID number = coreaudio::device_of(own_aggregate());
  hal::restart_daemon();
  CHECK(old->client.wait([&] { return !old->client.losses.empty(); }));
  hal::settle();
  const auto now = play(request("first", 4, 4), room({"first", "second"}, 2, 2));
  CHECK(now->runs() && coreaudio::device_of(own_aggregate()) == number);
  old.reset();
  CHECK(hal::counters().aggregates == 1 && now->client.wait_frames(4800));
}

TEST("an aggregate that cannot be made leaves nothing; a try that fails is made again") {
  hurry();
  two_boxes();
  const auto unknown = play(request("first", 4, 4), room({"first", "nobody"}, 2, 2));
  CHECK(unknown->error.fault == DeviceFault::missing);
  hal::fail("AudioHardwareCreateAggregateDevice", kAudioHardwareUnspecifiedError, 2);
  CHECK(play(request("first", 4, 4), room({"first", "second"}, 2, 2))->error.fault == DeviceFault::failed);
  CHECK(hal::counters().aggregates == 0);
  hal::fail("AudioHardwareCreateAggregateDevice", kAudioHardwareUnspecifiedError, 1);
  CHECK(play(request("first", 4, 4), room({"first", "second"}, 2, 2))->runs());
}

TEST("two native aggregates at once are two devices") {
  hurry();
  two_boxes();
  hal::plug(box("third"));
  const auto one = play(request("first", 4, 4), room({"first", "second"}, 2, 2));
  const auto other = play(request("third", 4, 4), room({"third", "second"}, 2, 2));
  CHECK(one->runs() && other->runs() && hal::counters().aggregates == 2);
  CHECK(one->client.wait_frames(4800) && other->client.wait_frames(4800));
}

TEST("a Bluetooth device does not lead, nor join with its microphone") {
  hurry();
  hal::plug(box("desk"));
  hal::DeviceSpec pods = box("pods");
  pods.transport = kAudioDeviceTransportTypeBluetooth;
  hal::plug(pods);
  const auto refused = play(request("desk", 2, 4), room({"desk", "pods"}, 1, 2));
  CHECK(refused->error.fault == DeviceFault::unsupported && has(refused->error.message, "Bluetooth"));
  hal::DeviceSpec ears = box("ears");
  ears.transport = kAudioDeviceTransportTypeBluetooth;
  ears.inputs = {};
  hal::plug(ears);
  CHECK(play(request("ears", 0, 4), room({"ears", "desk"}, 0, 2))->error.fault == DeviceFault::unsupported);
  CHECK(play(request("desk", 0, 4), room({"desk", "ears"}, 0, 2))->runs());
}

TEST("a member that is pulled is the loss of all; the aggregate goes, and comes back with it") {
  hurry();
  two_boxes();
  for (int round = 0; round < 2; ++round) {
    const auto opened = play(request("first", 4, 4), room({"first", "second"}, 2, 2));
    CHECK(opened->runs() && opened->client.wait_frames(4800));
    hal::unplug("second");
    CHECK(opened->client.wait([&] { return !opened->client.losses.empty(); }));
    opened->stream->stop();
    CHECK(opened->client.fault == DeviceFault::gone && hal::counters().aggregates == 0);
    hal::replug("second");
    hal::settle();
  }
}

namespace {

/// The end of a crossing on one of the devices.
class Edge final : public StreamClient {
 public:
  explicit Edge(std::function<void(const Cycle&)> cycle) : cycle_(std::move(cycle)) {}
  void cycle(const Cycle& cycle) noexcept override { cycle_(cycle); }
  void xrun(XrunKind, std::uint64_t) noexcept override { ++xruns; }
  void lost(DeviceFault, const char*) noexcept override { ++xruns; }
  std::atomic<unsigned> xruns{0};

 private:
  std::function<void(const Cycle&)> cycle_;
};

BlockTime time_of(const Cycle& cycle) { return {cycle.first, cycle.position, cycle.time_ns, cycle.time_ns}; }

}  // namespace

TEST("two devices through our own clocks: no break, no xrun, their drift within 2 ppm, as late as is planned") {
  constexpr std::uint32_t kPeriod = 256;
  constexpr double kRound = 1 << 18;
  hal::DeviceSpec first = box("first", kFirstPpm), second = box("second", kSecondPpm);
  first.input_latency = 40, first.input_safety = 24, first.inputs.at(0).latency = 11;
  second.output_latency = 60, second.output_safety = 33, second.outputs.at(0).latency = 7;
  hal::plug(first);
  hal::plug(second);
  // A sample says which frame it was.
  hal::feed("first", [](std::uint64_t frame, std::uint32_t) { return std::fmod(static_cast<double>(frame), kRound) / kRound; });
  std::unique_ptr<Stream> streams[2];
  CHECK(!open_coreaudio(request("first", 2, 2, kPeriod), {}, streams[0]));
  CHECK(!open_coreaudio(request("second", 2, 2, kPeriod), {}, streams[1]));
  // Headroom for a machine so busy that a thread waits for two seconds; what is measured does not depend on it.
  constexpr std::uint32_t kCrossing = 48000 * 2;
  Member member(2, 2, 48000, kPeriod, {kCrossing, kPeriod, 48000, Drift::resample});
  std::mutex lock;
  std::condition_variable told;
  std::uint64_t frames = 0;
  Edge master([&](const Cycle& cycle) {
    member.fetch(cycle.frames, time_of(cycle));
    for (std::uint32_t c = 0; c < 2; ++c) std::copy_n(cycle.in[c], cycle.frames, member.outputs()[c]);
    member.deliver(cycle.frames, time_of(cycle));
    for (std::uint32_t c = 0; c < 2; ++c) std::copy_n(member.inputs()[c], cycle.frames, cycle.out[c]);
    const std::lock_guard hold(lock);
    frames += cycle.frames;
    told.notify_all();
  });
  Edge other([&](const Cycle& cycle) { member.exchange(cycle.in, cycle.out, cycle.frames, time_of(cycle)); });
  CHECK(!streams[0]->start(master) && !streams[1]->start(other));
  const auto wait_for = [&](std::uint64_t more) {
    std::unique_lock hold(lock);
    const std::uint64_t until = frames + more;
    return told.wait_for(hold, std::chrono::seconds(60), [&] { return frames >= until; });
  };
  // The headroom is filled first.
  for (int half_seconds = 0; half_seconds < 40 && !member.state().running; ++half_seconds) CHECK(wait_for(24000));
  CHECK(wait_for(48000 * 2));
  const MemberState settled = member.state();
  CHECK(settled.running);
  hal::record("second");
  CHECK(wait_for(48000 * 3));
  const MemberState now = member.state();
  // As runtime/session/readings.ts counts: devices count from and to a cycle, a crossing from and to the block before.
  const double planned = streams[0]->info().input_latency - kPeriod + kCrossing + kPeriod + streams[1]->info().output_latency;
  const std::vector<double> played = hal::played("second");
  double late = 0;
  for (std::size_t i = 48000; i < played.size() / 2 && late == 0; ++i) {
    // Where the feed begins anew there is a step.
    const double value = played[2 * i] * kRound;
    if (value < 4096 || value > kRound - 4096) continue;
    const double now_ns = hal::played_at_ns("second", static_cast<double>(i));
    // Which round it was: the one that makes it as late as planned within half a round.
    const double heard_ns = hal::heard_at_ns("first", value), round_ns = hal::heard_at_ns("first", kRound) - hal::heard_at_ns("first", 0);
    const double late_ns = now_ns - heard_ns;
    late = (late_ns - std::round(late_ns / round_ns - planned / kRound) * round_ns) * 48000 * (1 + kFirstPpm * 1e-6) * 1e-9;
  }
  for (const auto& stream : streams) stream->stop();
  std::printf("our own clocks: %.2f ppm of %.0f, %.3f frames off, %.2f frames late of %.0f\n", now.drift_ppm, kSecondPpm - kFirstPpm, now.error_frames,
              late, planned);
  CHECK_NEAR(late, planned, 1);
  CHECK(now.running && now.lost == settled.lost && now.restarts == settled.restarts);
  CHECK_NEAR(now.drift_ppm, kSecondPpm - kFirstPpm, 2);
  CHECK(master.xruns == 0 && other.xruns == 0);
}
