// Devices made of devices: what is there when, whose clock counts, and what slips.
#include "check.h"
#include "client.h"

namespace {

void plug_pair(double ppm = 0) {
  hal::configure({.time_scale = 20});
  hal::plug({.uid = "main", .outputs = {{.channels = 2}}, .ppm = -35, .buffer = 64});
  hal::plug({.uid = "other", .inputs = {{.channels = 1}}, .outputs = {{.channels = 4}}, .ppm = ppm, .buffer = 64});
}
std::vector<AudioObjectID> active(AudioObjectID aggregate) { return ids(aggregate, at(kAudioAggregateDevicePropertyActiveSubDeviceList)); }

}  // namespace

TEST("an aggregate is empty until it has settled, then has all streams in order") {
  plug_pair();
  hal::configure({.time_scale = 20, .aggregate_settles_ms = 200});
  AudioObjectID id = 0;
  CHECK(make_aggregate("room", {{"main", false}, {"other", true}}, id) == 0);
  CHECK(active(id).empty() && buffers(id, kOut).empty() && ids(id, at(kAudioDevicePropertyStreams)).empty());
  Listener streams(id, kAudioDevicePropertyStreams);
  CHECK(streams.event.wait());
  CHECK(active(id) == (std::vector<AudioObjectID>{device("main"), device("other")}));
  CHECK(buffers(id, kOut) == (std::vector<UInt32>{2, 4}) && buffers(id, kIn) == std::vector<UInt32>{1});
  CHECK(value<UInt32>(id, at(kAudioObjectPropertyClass)) == kAudioAggregateDeviceClassID);
  streams.remove();
  CHECK(AudioHardwareDestroyAggregateDevice(id) == 0 && AudioHardwareDestroyAggregateDevice(id) == kAudioHardwareBadObjectError);
}

TEST("a UID that is taken is refused; a part that is not there is accepted, and is not active") {
  plug_pair();
  AudioObjectID id = 0, second = 0;
  CHECK(make_aggregate("room", {{"main", false}, {"nowhere", true}}, id) == 0);
  CHECK(make_aggregate("room", {{"main", false}}, second) == kAudioHardwareIllegalOperationError);
  hal::settle();
  CHECK(active(id).size() == 1 && buffers(id, kOut) == std::vector<UInt32>{2});
  CHECK(hal::counters().aggregates == 1);
  CHECK(AudioHardwareDestroyAggregateDevice(id) == 0);
}

TEST("it follows the clock of its main part") {
  plug_pair(120);
  AudioObjectID id = 0;
  (void)make_aggregate("room", {{"main", false}, {"other", true}}, id);
  hal::settle();
  Proc proc(id);
  CHECK(proc.start() == 0 && hal::wait_for_cycles("room", 300) && proc.stop() == 0);
  CHECK_NEAR((measured_rate(proc) / 48000 - 1) * 1e6, -35, 0.1);
  CHECK(AudioHardwareDestroyAggregateDevice(id) == 0);
}

TEST("without compensation the other part slips by a buffer now and then; with it never") {
  for (const bool compensated : {false, true}) {
    plug_pair(20000);
    hal::feed("other", [](std::uint64_t frame, std::uint32_t) { return static_cast<double>(frame) / (1 << 20); });
    AudioObjectID id = 0;
    (void)make_aggregate("room", {{"main", false}, {"other", compensated}}, id);
    hal::settle();
    float expected = 0;
    int breaks = 0;
    {
      Proc proc(id, [&](const Cycle& c) {
        const auto* const in = static_cast<const float*>(c.in->mBuffers[0].mData);
        for (UInt32 i = 0; i < c.in->mBuffers[0].mDataByteSize / 4; ++i, expected += 1.0F / (1 << 20)) {
          breaks += in[i] != expected;
          expected = in[i];
        }
      });
      // 2 % of a buffer each: a slip in some fifty.
      CHECK(proc.start() == 0 && hal::wait_for_cycles("room", 120) && proc.stop() == 0);
    }
    CHECK(compensated ? hal::slips("room") == 0 : hal::slips("room") >= 2);
    CHECK_NEAR(breaks, compensated ? 0 : 2, compensated ? 0 : 1);
    (void)AudioHardwareDestroyAggregateDevice(id);
    hal::settle();
    hal::reset();
  }
}

TEST("a part that is unplugged takes its streams along, and brings them back") {
  plug_pair();
  AudioObjectID id = 0;
  (void)make_aggregate("room", {{"main", false}, {"other", true}}, id);
  hal::settle();
  hal::unplug("other");
  hal::settle();
  CHECK(active(id).size() == 1 && buffers(id, kOut) == std::vector<UInt32>{2} && buffers(id, kIn).empty());
  hal::replug("other");
  hal::settle();
  CHECK(active(id).size() == 2 && buffers(id, kOut) == (std::vector<UInt32>{2, 4}));
  CHECK(AudioHardwareDestroyAggregateDevice(id) == 0);
}

TEST("drift is a property of each part that it owns") {
  plug_pair();
  AudioObjectID id = 0;
  (void)make_aggregate("room", {{"main", false}, {"other", true}}, id);
  hal::settle();
  const AudioClassID wanted = kAudioSubDeviceClassID;
  const auto address = at(kAudioObjectPropertyOwnedObjects);
  AudioObjectID parts[2] = {};
  UInt32 size = sizeof parts;
  CHECK(AudioObjectGetPropertyData(id, &address, sizeof wanted, &wanted, &size, parts) == 0 && size == sizeof parts);
  CHECK(text(parts[1], at(kAudioDevicePropertyDeviceUID)) == "other");
  CHECK(value<UInt32>(parts[0], at(kAudioSubDevicePropertyDriftCompensation)) == 0);
  CHECK(value<UInt32>(parts[1], at(kAudioSubDevicePropertyDriftCompensation)) == 1);
  CHECK(AudioHardwareDestroyAggregateDevice(id) == 0);
}
