// Opening and closing, step by step. What follows the order of devices.md's practice: find by UID, take, listen, rate, aggregate,
// buffer, formats, IO; and back.
#include "devices/coreaudio/unit.h"

#include <algorithm>
#include <chrono>

#include "devices/coreaudio/errors.h"
#include "devices/coreaudio/latency.h"
#include "devices/coreaudio/microphone.h"
#include "devices/coreaudio/property.h"
#include "devices/coreaudio/rate.h"
#include "devices/coreaudio/system.h"

namespace busbar::coreaudio {
namespace {

/// A device that wakes up first, as Bluetooth does, takes seconds.
constexpr std::chrono::seconds kFirstCall{5};

OSStatus run_io(AudioObjectID, const AudioTimeStamp*, const AudioBufferList* in, const AudioTimeStamp* in_time, AudioBufferList* out,
                const AudioTimeStamp* out_time, void* token) {
  Doorway<Io>::enter(token, [&](Io& io) { io.run(in, *in_time, out, *out_time); });
  return kAudioHardwareNoError;
}

DeviceError lacks_channels(const Part& part, std::uint32_t has, std::uint32_t wants, bool output) {
  return {DeviceFault::unsupported, part.name + " has " + std::to_string(has) + (output ? " outputs" : " inputs") + ", the config uses number " +
                                        std::to_string(wants)};
}

/// Opening its microphone changes the rate and the form of the whole device, under the others.
bool may_not_join(const Part& part, bool leads) { return is_bluetooth(transport_of(part.device)) && (leads || part.inputs > 0); }

}  // namespace

DeviceError Unit::open(const StreamRequest& request, const CoreaudioOptions& options) {
  if (!request.any_format && request.format != SampleFormat::f32)
    return {DeviceFault::unsupported, "CoreAudio gives and takes f32, whatever its devices convert it to: leave `format` out"};
  if (request.inputs == 0 && request.outputs == 0) return {DeviceFault::unsupported, "neither an input nor an output of " + request.id + " is asked for"};
  if (listeners_.is_deaf()) return {DeviceFault::failed, "too many CoreAudio devices are open"};
  listen_to_system();
  if (DeviceError e = find_parts(request, options)) return e;
  if (request.inputs > 0)
    if (DeviceError e = ask_for_microphone()) return e;
  if (DeviceError e = prepare_parts(request, options)) return e;
  device_ = parts_.front().device;
  if (!options.aggregate.members.empty()) {
    if (DeviceError e = aggregate_.make(options.aggregate, parts_, listeners_)) return e;
    device_ = aggregate_.device();
    if (DeviceError e = set_rate(device_, request.rate_hz, listeners_.notices())) return e;
  }
  if (DeviceError e = read_form(request, options)) return e;
  // Numbers that were found before it may be others' by now.
  if (listeners_.notices().is_restarted()) return {DeviceFault::gone, "macOS restarted its audio service (coreaudiod) while " + request.id + " was opened"};
  return {};
}

DeviceError Unit::find_parts(const StreamRequest& request, const CoreaudioOptions& options) {
  std::vector<AggregateMember> members = options.aggregate.members;
  if (members.empty()) members.push_back({request.id, request.inputs, request.outputs, false, options.exclusive});
  for (const AggregateMember& member : members) {
    Part& part = parts_.emplace_back();
    part.device = device_of(member.id, member.outputs > 0);
    if (part.device == kAudioObjectUnknown) return no_device(member.id);
    part.uid = uid_of(part.device);
    part.name = name_of(part.device);
    if (part.uid.empty()) return {DeviceFault::gone, member.id + " went away while it was opened"};
    part.follows = member.compensated;
    part.inputs = count_channels(part.device, false);
    part.outputs = count_channels(part.device, true);
    if (member.inputs > part.inputs) return lacks_channels(part, part.inputs, member.inputs, false);
    if (member.outputs > part.outputs) return lacks_channels(part, part.outputs, member.outputs, true);
    if (options.aggregate.members.empty()) continue;
    if (transport_of(part.device) == kAudioDeviceTransportTypeAggregate)
      return {DeviceFault::unsupported, part.name + " is an aggregate itself: name the devices that it is made of"};
    if (may_not_join(part, parts_.size() - 1 == options.aggregate.leader))
      return {DeviceFault::unsupported, part.name + " is a Bluetooth device: as the clock, or with its microphone, it upsets a native aggregate; "
                                                    "take `native` off, and busbar joins it itself"};
  }
  return {};
}

DeviceError Unit::prepare_parts(const StreamRequest& request, const CoreaudioOptions& options) {
  const auto& members = options.aggregate.members;
  for (std::size_t i = 0; i < parts_.size(); ++i)
    if (members.empty() ? options.exclusive : members[i].exclusive)
      if (DeviceError e = hogs_.emplace_back().take(parts_[i].device)) return e;
  listen_to_parts();
  for (const Part& part : parts_)
    if (DeviceError e = set_rate(part.device, request.rate_hz, listeners_.notices())) return e;
  return {};
}

/// Before anything is found: what is found may be void as soon as it is.
void Unit::listen_to_system() {
  listeners_.add(kAudioObjectSystemObject, kAudioHardwarePropertyDevices);
  listeners_.add(kAudioObjectSystemObject, kAudioHardwarePropertyServiceRestarted);
}

void Unit::listen_to_parts() {
  for (const Part& part : parts_) {
    for (const AudioObjectPropertySelector selector : std::initializer_list<AudioObjectPropertySelector>{
             kAudioDevicePropertyDeviceIsAlive, kAudioDevicePropertyNominalSampleRate, kAudioDevicePropertyDeviceHasChanged})
      listeners_.add(part.device, selector);
    for (const AudioObjectPropertyScope scope : {kIn, kOut}) listeners_.add(part.device, kAudioDevicePropertyStreams, scope);
  }
}

DeviceError Unit::read_form(const StreamRequest& request, const CoreaudioOptions& options) {
  form_.rate_hz = request.rate_hz;
  if (DeviceError e = set_period(device_, request.period, form_.period)) return e;
  if (DeviceError e = read_layout(device_, false, form_.inputs)) return e;
  if (DeviceError e = read_layout(device_, true, form_.outputs)) return e;
  if (DeviceError e = place_channels(request, options, false)) return e;
  if (DeviceError e = place_channels(request, options, true)) return e;
  // An aggregate does not say what its members take: the slowest of them counts.
  for (const Part& part : parts_) {
    if (request.inputs > 0) input_latency_ = std::max(input_latency_, device_latency(part.device, false) + form_.period);
    if (request.outputs > 0) output_latency_ = std::max(output_latency_, device_latency(part.device, true) + form_.period);
    form_.has_microphone = form_.has_microphone || (part.inputs > 0 && transport_of(part.device) != kAudioDeviceTransportTypeVirtual);
  }
  form_.input_safety = safety_offset(device_, false);
  form_.output_safety = safety_offset(device_, true);
  listeners_.add(device_, kAudioDeviceProcessorOverload);
  for (const AudioObjectPropertyScope scope : {kIn, kOut})
    for (const AudioStreamID stream : list<AudioStreamID>(device_, at(kAudioDevicePropertyStreams, scope)))
      listeners_.add(stream, kAudioStreamPropertyVirtualFormat);
  return {};
}

/// Members' channels stand after those of the members before, all of them, whether they are used or not.
DeviceError Unit::place_channels(const StreamRequest& request, const CoreaudioOptions& options, bool output) {
  const Layout& layout = output ? form_.outputs : form_.inputs;
  Lanes& lanes = output ? form_.out : form_.in;
  const auto& members = options.aggregate.members;
  std::uint32_t before = 0;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const std::uint32_t used = members.empty() ? (output ? request.outputs : request.inputs) : (output ? members[i].outputs : members[i].inputs);
    for (std::uint32_t c = 0; c < used; ++c) {
      if (before + c >= channels_of(layout)) return {DeviceFault::changed, parts_[i].name + " changed its channels while it was opened"};
      const ChannelPlace place = place_of(layout, before + c);
      lanes.push_back({place.buffer, place.channel, layout[place.buffer].format});
    }
    before += output ? parts_[i].outputs : parts_[i].inputs;
  }
  return {};
}

DeviceError Unit::attach(StreamClient& client) {
  io_.emplace(form_, listeners_.notices());
  io_->set_client(client);
  client_ = &client;
  door_.emplace(*io_);
  token_ = door_->token();
  if (token_ == nullptr) return {DeviceFault::failed, "too many CoreAudio devices are open"};
  return {};
}

DeviceError Unit::start() {
  const std::string& name = parts_.front().name;
  OSStatus status = AudioDeviceCreateIOProcID(device_, run_io, token_, &proc_);
  if (status != kAudioHardwareNoError) {
    proc_ = nullptr;
    return call_error(name, "give IO to", status);
  }
  status = AudioDeviceStart(device_, proc_);
  if (status != kAudioHardwareNoError) return call_error(name, "start", status);
  std::optional<Loss> loss;
  const bool settled = settle(listeners_.notices(), std::chrono::steady_clock::now() + kFirstCall, [&] {
    if (io_->thread() != 0 || finished_) return true;
    loss = look(Notices::kAsked);
    return loss.has_value();
  });
  if (loss) return {loss->fault, name + " was started, and " + loss->why};
  if (!settled) return {DeviceFault::failed, name + " was started, and does not run within " + std::to_string(kFirstCall.count()) + " s"};
  calls_seen_ = io_->calls();
  watcher_ = std::thread([this] { watch(); });
  return {};
}

void Unit::finish() noexcept {
  finished_.store(true, std::memory_order_release);
  listeners_.notices().post(Notices::kAsked);
  const std::lock_guard lock(telling_);
  if (door_) door_->shut();
  client_ = nullptr;
}

Unit::~Unit() {
  finish();
  if (watcher_.joinable()) watcher_.join();
  if (proc_ != nullptr) {
    AudioDeviceStop(device_, proc_);
    AudioDeviceDestroyIOProcID(device_, proc_);
  }
  // A new server knows of no hog: where one played before, who has the device now took it since.
  if (io_ && listeners_.notices().is_restarted())
    for (Hog& hog : hogs_) hog.forget();
  listeners_.clear();
}

}  // namespace busbar::coreaudio
