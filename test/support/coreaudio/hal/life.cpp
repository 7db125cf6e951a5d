// Plugging, unplugging, and the daemon's end and return.
#include "hal/life.h"

#include <algorithm>
#include <stdexcept>

#include "hal/aggregate.h"
#include "hal/io.h"
#include "hal/notices.h"
#include "hal/properties.h"

namespace hal {
namespace {

std::shared_ptr<Hardware> must(const std::string& uid) {
  auto box = box_named(uid);
  if (!box) throw std::invalid_argument("no device `" + uid + "` was ever plugged in");
  return box;
}

/// Defaults move with what is there; `change` is what happens in between.
template <class Change>
void with_list(Change change) {
  const AudioObjectID before[] = {default_of(false), default_of(true)};
  change();
  recompose_all();
  notify(kAudioObjectSystemObject, kAudioHardwarePropertyDevices);
  for (const bool output : {false, true})
    if (default_of(output) != before[output]) apply_default(output, output ? model().default_output : model().default_input);
}

void end_daemon(Guard& guard) {
  ++model().restarts;
  const auto all = model().devices;
  for (const auto& [id, device] : all) {
    end_io(*device);
    bury(device);
  }
  if (model().options.reuse_ids) model().last_id = Model::kBeforeFirst;
  call_listeners(guard, kAudioObjectSystemObject, {global(kAudioHardwarePropertyDevices)});
}

void begin_daemon(Guard&) {
  for (const auto& [uid, box] : model().boxes)
    if (box->plugged) bring_up(box);
  notify(kAudioObjectSystemObject, kAudioHardwarePropertyServiceRestarted);
  notify(kAudioObjectSystemObject, kAudioHardwarePropertyDevices);
}

}  // namespace

void bring_up(const std::shared_ptr<Hardware>& box) {
  auto device = std::make_shared<Device>();
  device->id = model().next_id();
  device->uid = box->spec.uid;
  device->name = box->spec.name.empty() ? box->spec.uid : box->spec.name;
  device->box = box;
  device->rate = box->spec.rate;
  device->buffer = box->spec.buffer;
  device->streams = streams_of(box->spec);
  model().devices[device->id] = device;
}

void forget_listeners(const std::vector<Stream>& streams) {
  std::erase_if(model().listeners, [&](const Listener& listener) {
    return std::any_of(streams.begin(), streams.end(), [&](const Stream& s) { return s.id == listener.object; });
  });
}

void bury(const DevicePtr& device) {
  if (device_of(device->id) != device) return;
  device->alive = false;
  model().devices.erase(device->id);
  forget_listeners(device->streams);
  std::erase_if(model().listeners, [&](const Listener& listener) {
    const auto is_part = [&](const Part& part) { return part.id == listener.object; };
    return listener.object == device->id ||
           (device->aggregate && std::any_of(device->aggregate->parts.begin(), device->aggregate->parts.end(), is_part));
  });
  device->procs.clear();
}

void plug(const DeviceSpec& spec) {
  const Guard guard(model().lock);
  if (box_named(spec.uid)) throw std::invalid_argument("a device `" + spec.uid + "` was plugged in before");
  auto box = std::make_shared<Hardware>();
  box->spec = spec;
  box->plugged = true;
  model().boxes[spec.uid] = box;
  with_list([&] { bring_up(box); });
}

void unplug(const std::string& uid) {
  const Guard guard(model().lock);
  const auto box = must(uid);
  if (!box->plugged) return;
  box->plugged = false;
  const DevicePtr device = device_named(uid);
  if (!device) return;
  device->alive = false;
  end_io(*device);
  if (!box->traps.silent_unplug) notify(device->id, kAudioDevicePropertyDeviceIsAlive);
  later(0, [device](Guard&) { with_list([&] { bury(device); }); });
}

void replug(const std::string& uid) {
  const Guard guard(model().lock);
  const auto box = must(uid);
  if (box->plugged) return;
  box->plugged = true;
  // Behind the unplugging that may be under way. While the daemon is away, it is the new one that finds it.
  later(0, [box](Guard&) {
    if (box->plugged && !device_named(box->spec.uid)) with_list([&] { bring_up(box); });
  });
}

void restart_daemon() {
  const Guard guard(model().lock);
  later(0, end_daemon);
  later(model().options.restart_takes_ms, begin_daemon);
}

}  // namespace hal
