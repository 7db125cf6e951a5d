// IOProcs: made, started, stopped and destroyed by clients, and which streams each of them wants.
#include <algorithm>
#include <cstring>

#include "hal/cycle.h"
#include "hal/properties.h"
#include "hal/time.h"

namespace hal {
namespace {

std::shared_ptr<Proc> proc_of(const Device& device, AudioDeviceIOProcID id) {
  const auto found = std::find_if(device.procs.begin(), device.procs.end(), [id](const auto& proc) { return proc->id == id; });
  return found == device.procs.end() ? nullptr : *found;
}

bool any_started(const Device& device) {
  return std::any_of(device.procs.begin(), device.procs.end(), [](const auto& proc) { return proc->started; });
}

/// Names of procs are pointers that nobody may call.
AudioDeviceIOProcID new_name() {
  const std::uintptr_t number = 0x10000 + 16 * ++model().last_number;
  AudioDeviceIOProcID name = nullptr;
  std::memcpy(&name, &number, sizeof name);
  return name;
}

std::size_t stream_count(const Device& device, bool input) {
  return static_cast<std::size_t>(std::count_if(device.streams.begin(), device.streams.end(), [input](const Stream& s) { return s.input == input; }));
}

UInt32 usage_size(std::size_t streams) {
  return static_cast<UInt32>(offsetof(AudioHardwareIOProcStreamUsage, mStreamIsOn) + streams * sizeof(UInt32));
}

std::shared_ptr<Proc> proc_in(const Device& device, const void* usage) {
  AudioDeviceIOProcID id = nullptr;
  std::memcpy(&id, usage, sizeof id);
  return proc_of(device, id);
}

}  // namespace

OSStatus read_usage(const Device& device, const Address& address, void* data, UInt32& size) {
  const bool input = address.mScope == kAudioObjectPropertyScopeInput;
  const std::size_t streams = stream_count(device, input);
  if (data == nullptr) {
    size = usage_size(streams);
    return kAudioHardwareNoError;
  }
  if (size < usage_size(streams)) return kAudioHardwareBadPropertySizeError;
  const auto proc = proc_in(device, data);
  if (!proc) return kAudioHardwareIllegalOperationError;
  size = usage_size(streams);
  auto* const usage = static_cast<AudioHardwareIOProcStreamUsage*>(data);
  usage->mNumberStreams = static_cast<UInt32>(streams);
  const std::vector<UInt32>& on = input ? proc->inputs_on : proc->outputs_on;
  UInt32* const flags = usage->mStreamIsOn;
  for (std::size_t i = 0; i < streams; ++i) flags[i] = i < on.size() ? on[i] : 1;
  return kAudioHardwareNoError;
}

OSStatus write_usage(Device& device, const Address& address, const Input& input) {
  const bool is_input = address.mScope == kAudioObjectPropertyScopeInput;
  const std::size_t streams = stream_count(device, is_input);
  if (input.size != usage_size(streams)) return kAudioHardwareBadPropertySizeError;
  const auto proc = proc_in(device, input.data);
  if (!proc) return kAudioHardwareIllegalOperationError;
  const auto* const from = static_cast<const std::byte*>(input.data) + offsetof(AudioHardwareIOProcStreamUsage, mStreamIsOn);
  std::vector<UInt32>& on = is_input ? proc->inputs_on : proc->outputs_on;
  on.resize(streams);
  if (streams != 0) std::memcpy(on.data(), from, streams * sizeof(UInt32));
  return kAudioHardwareNoError;
}

}  // namespace hal

using namespace hal;

extern "C" {

OSStatus AudioDeviceCreateIOProcID(AudioObjectID id, AudioDeviceIOProc call, void* client, AudioDeviceIOProcID* out) {
  const Guard guard = begin_call("AudioDeviceCreateIOProcID");
  if (const auto status = failure("AudioDeviceCreateIOProcID")) return *status;
  const DevicePtr device = device_of(id);
  if (!device) return kAudioHardwareBadObjectError;
  auto proc = std::make_shared<Proc>();
  proc->id = *out = new_name();
  proc->call = call;
  proc->client = client;
  device->procs.push_back(proc);
  return kAudioHardwareNoError;
}

OSStatus AudioDeviceDestroyIOProcID(AudioObjectID id, AudioDeviceIOProcID name) {
  const Guard guard = begin_call("AudioDeviceDestroyIOProcID");
  if (const auto status = failure("AudioDeviceDestroyIOProcID")) return *status;
  const DevicePtr device = device_of(id);
  if (!device) return kAudioHardwareBadObjectError;
  const auto proc = proc_of(*device, name);
  if (!proc) return kAudioHardwareIllegalOperationError;
  if (proc->started || proc->calling) model().misuse.push_back("an IOProc was destroyed that was not stopped");
  proc->started = false;
  std::erase(device->procs, proc);
  if (device->run && !any_started(*device)) end_io(*device);
  return kAudioHardwareNoError;
}

OSStatus AudioDeviceStart(AudioObjectID id, AudioDeviceIOProcID name) {
  Guard guard = begin_call("AudioDeviceStart");
  if (const auto status = failure("AudioDeviceStart")) return *status;
  const DevicePtr device = device_of(id);
  if (!device || !device->alive) return kAudioHardwareBadObjectError;
  const auto proc = proc_of(*device, name);
  if (!proc) return kAudioHardwareIllegalOperationError;
  if (proc->started) return kAudioHardwareNoError;
  proc->started = true;
  reap(guard, false);
  if (!device->run) begin_io(device);
  const auto run = device->run;
  const std::uint64_t before = proc->calls;
  const auto stands = [&] { return device->box && device->box->stalled; };
  if (model().options.start_waits)
    model().cycled.wait(guard, [&] { return proc->calls != before || !proc->started || run->ending || stands(); });
  return kAudioHardwareNoError;
}

/// From another thread it waits for a call that is under way. From that very call it cannot.
OSStatus AudioDeviceStop(AudioObjectID id, AudioDeviceIOProcID name) {
  Guard guard = begin_call("AudioDeviceStop", true);
  const DevicePtr device = device_of(id);
  if (!device) return kAudioHardwareBadObjectError;
  const auto proc = proc_of(*device, name);
  if (!proc) return kAudioHardwareIllegalOperationError;
  proc->started = false;
  if (device->run && !any_started(*device)) end_io(*device);
  if (proc->calling != std::this_thread::get_id()) model().cycled.wait(guard, [&] { return !proc->calling; });
  return kAudioHardwareNoError;
}

OSStatus AudioDeviceGetCurrentTime(AudioObjectID id, AudioTimeStamp* time) {
  const Guard guard(model().lock);
  const DevicePtr device = device_of(id);
  if (!device) return kAudioHardwareBadObjectError;
  if (!device->run) return kAudioHardwareNotRunningError;
  const Run& run = *device->run;
  *time = stamp_of(run, run.anchor_frame + (now_ns() - run.anchor_ns) * actual_rate(*device) * 1e-9);
  return kAudioHardwareNoError;
}

OSStatus AudioDeviceTranslateTime(AudioObjectID id, const AudioTimeStamp* from, AudioTimeStamp* to) {
  const Guard guard(model().lock);
  const DevicePtr device = device_of(id);
  if (!device) return kAudioHardwareBadObjectError;
  if (!device->run) return kAudioHardwareNotRunningError;
  const Run& run = *device->run;
  const bool by_host = (from->mFlags & kAudioTimeStampSampleTimeValid) == 0;
  *to = stamp_of(run, by_host ? run.anchor_frame + (ns_of(from->mHostTime) - run.anchor_ns) * actual_rate(*device) * 1e-9 : from->mSampleTime);
  return kAudioHardwareNoError;
}

}  // extern "C"
