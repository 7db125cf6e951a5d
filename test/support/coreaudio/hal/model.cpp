// Finding things in the model.
#include "hal/model.h"

namespace hal {

thread_local const Device* cycling = nullptr;

/// Never destroyed: threads of a client may outlast main.
Model& model() {
  static Model* const all = new Model;
  return *all;
}

DevicePtr device_of(AudioObjectID id) {
  const auto found = model().devices.find(id);
  return found == model().devices.end() ? nullptr : found->second;
}

DevicePtr device_named(const std::string& uid) {
  for (const auto& [id, device] : model().devices)
    if (device->uid == uid) return device;
  return nullptr;
}

bool is_alive(AudioObjectID id) {
  if (id == kAudioObjectSystemObject || device_of(id)) return true;
  for (const auto& [number, device] : model().devices) {
    for (const Stream& stream : device->streams)
      if (stream.id == id) return true;
    if (device->aggregate)
      for (const Part& part : device->aggregate->parts)
        if (part.id == id) return true;
  }
  return false;
}

std::shared_ptr<Hardware> box_named(const std::string& uid) {
  const auto found = model().boxes.find(uid);
  return found == model().boxes.end() ? nullptr : found->second;
}

std::uint32_t channels_of(const Device& device, bool input) {
  std::uint32_t sum = 0;
  for (const Stream& stream : device.streams)
    if (stream.input == input) sum += stream.spec.channels;
  return sum;
}

std::vector<Stream> streams_of(const DeviceSpec& spec) {
  std::vector<Stream> streams;
  for (const bool input : {true, false}) {
    std::uint32_t first = 0;
    for (const StreamSpec& one : input ? spec.inputs : spec.outputs) {
      streams.push_back({model().next_id(), input, one, first});
      first += one.channels;
    }
  }
  return streams;
}

std::optional<OSStatus> failure(const char* function) {
  const auto found = model().failures.find(function);
  if (found == model().failures.end() || found->second.second == 0) return {};
  --found->second.second;
  return found->second.first;
}

Guard begin_call(const char* function, bool may_cycle) {
  Guard guard(model().lock);
  if (cycling != nullptr && !may_cycle) model().misuse.push_back(std::string(function) + " from inside a cycle");
  const auto happens = model().before_call;
  if (!happens) return guard;
  ++model().inside_before;
  guard.unlock();
  (*happens)(function);
  guard.lock();
  --model().inside_before;
  model().cycled.notify_all();
  return guard;
}

}  // namespace hal
