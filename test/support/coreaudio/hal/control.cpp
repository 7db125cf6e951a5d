// The test's side of the HAL: options, other programs, sound, counters.
#include <unistd.h>

#include <stdexcept>
#include <utility>

#include "hal/aggregate.h"
#include "hal/core_foundation.h"
#include "hal/io.h"
#include "hal/notices.h"
#include "hal/properties.h"
#include "hal/time.h"
#include "hal/workgroup.h"

namespace hal {
namespace {

Hardware& box(const std::string& uid) {
  const auto found = box_named(uid);
  if (!found) throw std::invalid_argument("no device `" + uid + "` was ever plugged in");
  return *found;
}

Device& living(const std::string& uid) {
  const DevicePtr found = device_named(uid);
  if (!found) throw std::invalid_argument("the device `" + uid + "` is not there");
  return *found;
}

std::uint64_t cycles_of(const std::string& uid) {
  const DevicePtr device = device_named(uid);
  if (device && device->aggregate) return device->aggregate->cycles;
  return box(uid).cycles;
}

}  // namespace

void configure(const Options& options) {
  const Guard guard(model().lock);
  model().options = options;
  set_time(options.time_scale, options.timebase_numer, options.timebase_denom);
}

void reset() {
  Guard guard(model().lock);
  wait_for_jobs(guard);
  for (const auto& [id, device] : model().devices) {
    end_io(*device);
    if (device->box) device->box->stalled = false;
  }
  reap(guard, true);
  wait_for_jobs(guard);
  Model& all = model();
  all.boxes.clear();
  all.devices.clear();
  all.listeners.clear();
  all.failures.clear();
  all.misuse.clear();
  all.before_call = nullptr;
  all.restarts = 0;
  all.default_input.clear();
  all.default_output.clear();
  all.calls_after_remove = 0;
  all.microphone_questions = 0;
  all.options = {};
  all.last_id = Model::kBeforeFirst;
  set_time(1, all.options.timebase_numer, all.options.timebase_denom);
}

void set_traps(const std::string& uid, const Traps& traps) {
  const Guard guard(model().lock);
  box(uid).traps = traps;
}

void stall(const std::string& uid, bool stalled) {
  const Guard guard(model().lock);
  box(uid).stalled = stalled;
  model().cycled.notify_all();
  const DevicePtr device = device_named(uid);
  if (device && device->run) device->run->wake.notify_all();
}

void overload(const std::string& uid, std::uint32_t cycles) {
  const Guard guard(model().lock);
  box(uid).skip += cycles;
}

void set_default(bool output, const std::string& uid) {
  const Guard guard(model().lock);
  apply_default(output, uid);
}

void set_rate(const std::string& uid, double hz) {
  const Guard guard(model().lock);
  apply_rate(living(uid), hz);
}

void set_buffer(const std::string& uid, std::uint32_t frames) {
  const Guard guard(model().lock);
  apply_buffer(living(uid), frames);
}

void set_format(const std::string& uid, bool output, Sample format) {
  const Guard guard(model().lock);
  Device& device = living(uid);
  for (Stream& stream : device.streams) {
    if (stream.input == output) continue;
    stream.spec.format = format;
    notify(stream.id, kAudioStreamPropertyVirtualFormat);
  }
  restart_clock(device);
}

void hog(const std::string& uid, pid_t pid) {
  const Guard guard(model().lock);
  apply_hog(living(uid), pid);
}

void fail(const std::string& function, OSStatus status, int times) {
  const Guard guard(model().lock);
  model().failures[function] = {status, times};
}

void before_calls(BeforeCall happens) {
  Guard guard(model().lock);
  model().before_call = happens ? std::make_shared<const BeforeCall>(std::move(happens)) : nullptr;
  model().cycled.wait(guard, [] { return model().inside_before == 0; });
}

void feed(const std::string& uid, Feed feed) {
  const Guard guard(model().lock);
  box(uid).feed = std::move(feed);
}

void record(const std::string& uid) {
  const Guard guard(model().lock);
  box(uid).recording = true;
  box(uid).tape.clear();
}

void loop_back(const std::string& uid) {
  record(uid);
  const Guard guard(model().lock);
  box(uid).looped = true;
}

std::vector<double> played(const std::string& uid) {
  const Guard guard(model().lock);
  return box(uid).tape;
}

double heard_at_ns(const std::string& uid, double frame) {
  const Guard guard(model().lock);
  const Run& run = *living(uid).run;
  const DeviceSpec& spec = box(uid).spec;
  return host_ns_of(run, run.first + frame - spec.input_safety - spec.input_latency - spec.inputs.at(0).latency);
}

double played_at_ns(const std::string& uid, double frame) {
  const Guard guard(model().lock);
  const Run& run = *living(uid).run;
  const DeviceSpec& spec = box(uid).spec;
  return host_ns_of(run, box(uid).tape_start + frame + spec.output_latency + spec.outputs.at(0).latency);
}

void settle() {
  Guard guard(model().lock);
  wait_for_jobs(guard);
}

bool wait_for_cycles(const std::string& uid, std::uint64_t cycles) {
  Guard guard(model().lock);
  const std::uint64_t wanted = cycles_of(uid) + cycles;
  return model().cycled.wait_for(guard, std::chrono::seconds(20), [&] { return cycles_of(uid) >= wanted; });
}

std::uint64_t cycles(const std::string& uid) {
  const Guard guard(model().lock);
  return cycles_of(uid);
}

bool is_running(const std::string& uid) {
  const Guard guard(model().lock);
  const DevicePtr device = device_named(uid);
  return device && device->run;
}

std::uint64_t slips(const std::string& uid) {
  const Guard guard(model().lock);
  return living(uid).aggregate.value().slips;
}

Counters counters() {
  const Guard guard(model().lock);
  Counters now;
  for (const auto& [id, device] : model().devices) {
    now.aggregates += device->aggregate ? 1 : 0;
    now.procs += static_cast<int>(device->procs.size());
    now.hogs += device->hog == getpid() ? 1 : 0;
  }
  now.listeners = static_cast<int>(model().listeners.size());
  now.cf_objects = living_objects();
  now.workgroups = living_workgroups();
  now.joined = joined_threads();
  return now;
}

bool wait_for_release() {
  constexpr std::chrono::milliseconds kNowAndThen{2};
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!(counters() == Counters{})) {
    if (std::chrono::steady_clock::now() >= until) return false;
    std::this_thread::sleep_for(kNowAndThen);
  }
  return true;
}

std::uint64_t calls_after_remove() {
  const Guard guard(model().lock);
  return model().calls_after_remove;
}

unsigned microphone_questions() {
  const Guard guard(model().lock);
  return model().microphone_questions;
}

std::vector<std::string> misuse() {
  const Guard guard(model().lock);
  return std::exchange(model().misuse, {});
}

}  // namespace hal
