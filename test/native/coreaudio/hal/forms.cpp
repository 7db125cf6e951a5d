// What buffers look like: several streams, other formats, no data, no permission.
#include <algorithm>

#include "check.h"
#include "client.h"

namespace {

UInt32 flags_of(UInt32 which) { return which; }

/// A buffer of each stream, as the last cycle had it.
std::vector<AudioBuffer> list(const AudioBufferList* from) {
  const AudioBuffer* const all = from->mBuffers;
  return {all, all + from->mNumberBuffers};
}

}  // namespace

TEST("a stream is a buffer") {
  hal::plug({.uid = "box", .inputs = {{.channels = 2, .names = {"Mic", "Line"}}, {.channels = 6}}, .outputs = {{.channels = 8}}, .buffer = 64});
  CHECK(buffers(device("box"), kIn) == (std::vector<UInt32>{2, 6}) && buffers(device("box"), kOut) == std::vector<UInt32>{8});
  const auto streams = ids(device("box"), at(kAudioDevicePropertyStreams, kIn));
  CHECK(streams.size() == 2 && value<UInt32>(streams[1], at(kAudioStreamPropertyStartingChannel)) == 3);
  CHECK(text(device("box"), at(kAudioObjectPropertyElementName, kIn, 2)) == "Line" && text(device("box"), at(kAudioObjectPropertyElementName, kIn, 3)).empty());
  std::vector<AudioBuffer> in, out;
  bool zeroed = true;
  Proc proc(device("box"), [&](const Cycle& c) {
    in = list(c.in);
    out = list(c.out);
    auto* const samples = static_cast<float*>(out[0].mData);
    zeroed &= std::all_of(samples, samples + 64 * 8, [](float s) { return s == 0; });
    std::fill_n(samples, 64 * 8, 0.5F);
  });
  CHECK(proc.start() == 0 && hal::wait_for_cycles("box", 3) && proc.stop() == 0);
  CHECK(in.size() == 2 && in[1].mNumberChannels == 6 && in[1].mDataByteSize == 64 * 6 * 4 && out[0].mDataByteSize == 64 * 8 * 4);
  CHECK(zeroed);
}

TEST("integers come and go as their format says") {
  for (const auto& [sample, bits] : {std::pair{hal::Sample::s16, 16U}, {hal::Sample::s24, 24U}, {hal::Sample::s32, 32U}, {hal::Sample::f32, 32U}}) {
    hal::plug({.uid = "box", .inputs = {{.channels = 2, .format = sample}}, .outputs = {{.channels = 2, .format = sample}}, .buffer = 64});
    hal::feed("box", [](std::uint64_t, std::uint32_t channel) { return channel == 0 ? 0.25 : -0.5; });
    hal::record("box");
    const auto format = value<AudioStreamBasicDescription>(ids(device("box"), at(kAudioDevicePropertyStreams))[0], at(kAudioStreamPropertyVirtualFormat));
    CHECK(format.mBitsPerChannel == bits && format.mBytesPerFrame == 2 * bits / 8);
    CHECK(format.mFormatFlags == (flags_of(sample == hal::Sample::f32 ? kAudioFormatFlagIsFloat : kAudioFormatFlagIsSignedInteger) | flags_of(kAudioFormatFlagIsPacked)));
    {
      Proc proc(device("box"), [](const Cycle& c) {
        const auto* const from = static_cast<const std::byte*>(c.in->mBuffers[0].mData);
        std::copy(from, from + c.in->mBuffers[0].mDataByteSize, static_cast<std::byte*>(c.out->mBuffers[0].mData));
      });
      CHECK(proc.start() == 0 && hal::wait_for_cycles("box", 2) && proc.stop() == 0);
    }
    const auto played = hal::played("box");
    CHECK(played.size() >= 2 && played[0] == 0.25 && played[1] == -0.5);
    hal::reset();
  }
}

TEST("buffers without data keep their size") {
  hal::plug({.uid = "box", .inputs = {{}}, .outputs = {{}}, .buffer = 64});
  hal::set_traps("box", {.null_inputs = true, .null_outputs = true});
  Proc proc(device("box"));
  std::vector<AudioBuffer> in, out;
  Proc seen(device("box"), [&](const Cycle& c) {
    in = list(c.in);
    out = list(c.out);
  });
  CHECK(seen.start() == 0 && seen.stop() == 0);
  CHECK(in[0].mData == nullptr && out[0].mData == nullptr && in[0].mDataByteSize == 64 * 8);
}

TEST("a stream that a proc does not want has no data for it") {
  hal::plug({.uid = "box", .inputs = {{}, {}}, .outputs = {{}}, .buffer = 64});
  std::vector<AudioBuffer> in;
  Proc proc(device("box"), [&](const Cycle& c) { in = list(c.in); });
  struct {
    void* proc;
    UInt32 count, on[2];
  } usage{reinterpret_cast<void*>(proc.id()), 2, {0, 1}};
  const auto address = at(kAudioDevicePropertyIOProcStreamUsage, kIn);
  UInt32 size = 0;
  CHECK(AudioObjectGetPropertyDataSize(device("box"), &address, 0, nullptr, &size) == 0 && size == 20);
  CHECK(AudioObjectSetPropertyData(device("box"), &address, 0, nullptr, size, &usage) == 0);
  CHECK(proc.start() == 0 && proc.stop() == 0);
  CHECK(in[0].mData == nullptr && in[1].mData != nullptr);
}

TEST("without permission a microphone is exactly silent, and no call says why") {
  hal::configure({.microphone_denied = true});
  hal::plug({.uid = "box", .inputs = {{}}, .buffer = 64});
  hal::feed("box", [](std::uint64_t, std::uint32_t) { return 0.5; });
  bool silent = true;
  Proc proc(device("box"), [&](const Cycle& c) { silent &= static_cast<const float*>(c.in->mBuffers[0].mData)[7] == 0; });
  CHECK(proc.start() == 0 && hal::wait_for_cycles("box", 2) && proc.stop() == 0);
  CHECK(silent);
}

TEST("what a client forgets is counted") {
  hal::plug({.uid = "box", .outputs = {{}}});
  CFStringRef name = nullptr;
  CHECK(get(device("box"), at(kAudioDevicePropertyDeviceUID), name) == 0);
  CHECK(hal::counters().cf_objects == 1);
  UInt32 size = 0;
  const auto address = at(kAudioDevicePropertyDeviceUID);
  CHECK(AudioObjectGetPropertyDataSize(device("box"), &address, 0, nullptr, &size) == 0 && size == sizeof name);
  CHECK(hal::counters().cf_objects == 1 && CFStringGetLength(name) == 3);
  CFRelease(name);
  CHECK(hal::counters().cf_objects == 0);
}
