// Devices have clocks of their own, host time has one more, and stamps say where each stands.
#include <mach/mach_time.h>

#include <cmath>

#include "check.h"
#include "client.h"

namespace {
const hal::Options kFast{.time_scale = 20};
}

TEST("each device runs at its nominal rate and its ppm") {
  hal::configure(kFast);
  hal::plug({.uid = "slow", .outputs = {{}}, .ppm = -35, .buffer = 128});
  hal::plug({.uid = "fast", .outputs = {{}}, .ppm = 120, .buffer = 128});
  Proc slow(device("slow")), fast(device("fast"));
  CHECK(slow.start() == 0 && fast.start() == 0);
  CHECK(hal::wait_for_cycles("slow", 600) && hal::wait_for_cycles("fast", 600));
  (void)slow.stop();
  (void)fast.stop();
  CHECK_NEAR((measured_rate(slow) / 48000 - 1) * 1e6, -35, 0.1);
  CHECK_NEAR((measured_rate(fast) / 48000 - 1) * 1e6, 120, 0.1);
  CHECK_NEAR(value<Float64>(device("fast"), at(kAudioDevicePropertyActualSampleRate)), 48000 * (1 + 120e-6), 1e-6);
  CHECK(fast.first.now.mRateScalar < 1 && slow.first.now.mRateScalar > 1);
}

TEST("at scale 1 host time is the monotonic clock, in ticks of its own") {
  timespec machine{};
  clock_gettime(CLOCK_MONOTONIC, &machine);
  const double before = machine.tv_sec * 1e3 + machine.tv_nsec * 1e-6;
  const double host = ms_of(mach_absolute_time());
  clock_gettime(CLOCK_MONOTONIC, &machine);
  const double after = machine.tv_sec * 1e3 + machine.tv_nsec * 1e-6;
  CHECK(host >= before - 0.001 && host <= after + 0.001);
  mach_timebase_info_data_t base;
  CHECK(mach_timebase_info(&base) == 0 && base.numer == 125 && base.denom == 3);
}

TEST("inputs lie a buffer and the safety offset back, outputs as far ahead") {
  hal::configure(kFast);
  hal::plug({.uid = "box", .inputs = {{}}, .outputs = {{}}, .buffer = 64, .input_safety = 20, .output_safety = 30});
  Proc proc(device("box"));
  CHECK(proc.start() == 0 && hal::wait_for_cycles("box", 3) && proc.stop() == 0);
  CHECK(proc.last.in_time.mSampleTime == proc.last.now.mSampleTime - 84);
  CHECK(proc.last.out_time.mSampleTime == proc.last.now.mSampleTime + 94);
  CHECK_NEAR(ms_of(proc.last.out_time.mHostTime - proc.last.in_time.mHostTime), 178 / 48.0, 0.001);
}

TEST("what goes out comes back in after all latencies") {
  hal::configure(kFast);
  hal::plug({.uid = "box", .inputs = {{.channels = 1, .latency = 5}}, .outputs = {{.channels = 1, .latency = 7}}, .buffer = 64,
             .input_latency = 11, .output_latency = 13, .input_safety = 20, .output_safety = 30});
  hal::loop_back("box");
  double sent = -1, heard = -1;
  Proc proc(device("box"), [&](const Cycle& c) {
    const auto* const in = static_cast<const float*>(c.in->mBuffers[0].mData);
    auto* const out = static_cast<float*>(c.out->mBuffers[0].mData);
    for (int i = 0; i < 64; ++i)
      if (in[i] != 0 && heard < 0) heard = c.in_time.mSampleTime + i;
    if (sent < 0) {
      sent = c.in_time.mSampleTime;
      out[0] = 0.5F;
    }
  });
  CHECK(proc.start() == 0 && hal::wait_for_cycles("box", 6) && proc.stop() == 0);
  CHECK_NEAR(heard - sent, 2 * 64 + 20 + 30 + 5 + 7 + 11 + 13, 0);
}

TEST("a device that is late says so from its IO thread, and its sample time jumps") {
  hal::configure(kFast);
  hal::plug({.uid = "box", .outputs = {{}}, .buffer = 64});
  std::vector<double> times;
  Proc proc(device("box"), [&](const Cycle& c) { times.push_back(c.now.mSampleTime); });
  Listener over(device("box"), kAudioDeviceProcessorOverload);
  CHECK(proc.start() == 0);
  hal::overload("box", 3);
  CHECK(over.event.wait() && hal::wait_for_cycles("box", 2) && proc.stop() == 0);
  CHECK(over.thread == proc.thread.load());
  int jumps = 0;
  for (std::size_t i = 1; i < times.size(); ++i) jumps += times[i] - times[i - 1] == 64 * 4;
  CHECK(jumps == 1);
}

TEST("a device that stands still calls nobody, and goes on where its clock is") {
  hal::configure(kFast);
  hal::plug({.uid = "box", .outputs = {{}}, .buffer = 64});
  Proc proc(device("box"));
  CHECK(proc.start() == 0);
  hal::stall("box", true);
  hal::settle();
  hal::stall("box", false);
  CHECK(hal::wait_for_cycles("box", 2) && proc.stop() == 0);
  CHECK_NEAR((measured_rate(proc) / 48000 - 1) * 1e6, 0, 1);
}

TEST("buffers of varying size add up") {
  hal::configure(kFast);
  hal::plug({.uid = "box", .inputs = {{.channels = 1}}, .buffer = 64});
  hal::set_traps("box", {.varying_buffers = true});
  hal::feed("box", [](std::uint64_t frame, std::uint32_t) { return static_cast<double>(frame) / 65536; });
  float next = 0;
  bool whole = true, half = false;
  Proc proc(device("box"), [&](const Cycle& c) {
    const UInt32 frames = c.in->mBuffers[0].mDataByteSize / 4;
    half |= frames == 32;
    for (UInt32 i = 0; i < frames; ++i, next += 1 / 65536.0F) whole &= static_cast<const float*>(c.in->mBuffers[0].mData)[i] == next;
  });
  CHECK(value<UInt32>(device("box"), at(kAudioDevicePropertyUsesVariableBufferFrameSizes)) == 64);
  CHECK(proc.start() == 0 && hal::wait_for_cycles("box", 8) && proc.stop() == 0);
  CHECK(whole && half);
}
