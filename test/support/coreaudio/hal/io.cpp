// The IO thread: waits for the device's clock, then runs a cycle.
#include "hal/io.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "hal/aggregate.h"
#include "hal/cycle.h"
#include "hal/notices.h"
#include "hal/time.h"

namespace hal {
namespace {

/// No client may rely on sample times that begin at nought.
constexpr double kFirstFrame = 1 << 20;

struct Thread {
  std::thread thread;
  std::shared_ptr<Run> run;
};
std::vector<Thread>& threads() {
  static auto* const all = new std::vector<Thread>;
  return *all;
}

void anchor(Run& run) {
  run.anchor_ns = now_ns();
  run.anchor_frame = run.frame;
  run.restart = false;
}

std::uint32_t frames_of(const Run& run) {
  const Device& device = *run.device;
  const bool half = device.box && device.box->traps.varying_buffers && run.cycles % 2 == 1;
  return half ? std::max(1U, device.buffer / 2) : device.buffer;
}

/// Cycles that were missed: frames pass that nobody sees.
void pass(Run& run, double frames) {
  run.frame += frames;
  const auto box = run.device->box;
  if (box && box->recording) box->tape.insert(box->tape.end(), static_cast<std::size_t>(frames) * channels_of(*run.device, false), 0.0);
}

void stand_still(Guard& guard, Run& run) {
  const auto box = run.device->box;
  run.wake.wait(guard, [&] { return run.ending || !box->stalled; });
  if (!run.ending) pass(run, std::floor((now_ns() - host_ns_of(run, run.frame)) * actual_rate(*run.device) * 1e-9));
}

void tell_overload(Guard& guard, Run& run) {
  run.owes_overload = false;
  call_listeners(guard, run.device->id, {{kAudioDeviceProcessorOverload, kAudioObjectPropertyScopeWildcard, 0}});
}

void miss_cycles(Guard& guard, Run& run) {
  pass(run, double(run.device->buffer) * std::exchange(run.device->box->skip, 0U));
  if (run.device->box->traps.late_overload) run.owes_overload = true;
  else tell_overload(guard, run);
}

void run_io(const std::shared_ptr<Run>& run) {
  Guard guard(model().lock);
  const DevicePtr device = run->device;
  call_listeners(guard, device->id, {{kAudioDevicePropertyDeviceIsRunning, kAudioObjectPropertyScopeWildcard, 0}});
  anchor(*run);
  while (!run->ending) {
    const std::uint32_t frames = frames_of(*run);
    const auto due = machine_time(host_ns_of(*run, run->frame + frames));
    run->wake.wait_until(guard, due, [&] { return run->ending || run->restart; });
    if (run->ending) break;
    if (run->restart) anchor(*run);
    else if (device->box && device->box->stalled) stand_still(guard, *run);
    else if (device->box && device->box->skip != 0) miss_cycles(guard, *run);
    else {
      one_cycle(guard, *run, frames);
      if (run->owes_overload) tell_overload(guard, *run);
    }
  }
  run->over = true;
  model().cycled.notify_all();
}

}  // namespace

double actual_rate(const Device& device) {
  const DevicePtr main = device.aggregate ? main_of(device) : nullptr;
  const Device& clock = main ? *main : device;
  return clock.rate * (1 + (clock.box ? clock.box->spec.ppm : 0) * 1e-6);
}

double host_ns_of(const Run& run, double frame) {
  return run.anchor_ns + (frame - run.anchor_frame) * 1e9 / actual_rate(*run.device);
}

void begin_io(const DevicePtr& device) {
  auto run = std::make_shared<Run>();
  run->device = device;
  run->frame = run->first = kFirstFrame;
  device->run = run;
  threads().push_back({std::thread(run_io, run), run});
}

void end_io(Device& device) {
  for (const auto& proc : device.procs) proc->started = false;
  if (!device.run) return;
  device.run->ending = true;
  device.run->wake.notify_all();
  device.run = nullptr;
  notify(device.id, kAudioDevicePropertyDeviceIsRunning);
}

void restart_clock(Device& device) {
  if (!device.run) return;
  device.run->restart = true;
  device.run->wake.notify_all();
}

void reap(Guard& guard, bool all) {
  if (all) model().cycled.wait(guard, [] { return std::all_of(threads().begin(), threads().end(), [](const Thread& t) { return t.run->over; }); });
  std::erase_if(threads(), [](Thread& t) {
    if (!t.run->over) return false;
    t.thread.join();
    return true;
  });
}

}  // namespace hal
