#include "devices/coreaudio/aggregate.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>

#include "devices/coreaudio/cf.h"
#include "devices/coreaudio/errors.h"
#include "devices/coreaudio/layout.h"
#include "devices/coreaudio/property.h"
#include "devices/coreaudio/system.h"

namespace busbar::coreaudio {
namespace {

constexpr std::chrono::seconds kPatience{5};
/// The finest that is not for offline work; newer SDKs call it by another name.
constexpr SInt32 kDriftQuality = 0x60;

std::string own_prefix() { return "busbar." + std::to_string(getpid()) + "."; }

/// No two of a process are alike: the HAL refuses a UID that it still remembers.
std::string new_uid() {
  static std::atomic<std::uint32_t> made{0};
  return own_prefix() + std::to_string(made.fetch_add(1) + 1);
}

void put(CFMutableDictionaryRef to, const char* key, const void* value) { CFDictionarySetValue(to, to_cf(key).get(), value); }
void put(CFMutableDictionaryRef to, const char* key, const std::string& text) { put(to, key, static_cast<const void*>(to_cf(text).get())); }
void put(CFMutableDictionaryRef to, const char* key, SInt32 number) {
  const Cf<CFNumberRef> value(CFNumberCreate(kCFAllocatorDefault, kCFNumberSInt32Type, &number));
  put(to, key, static_cast<const void*>(value.get()));
}

Cf<CFMutableDictionaryRef> dictionary() {
  return Cf<CFMutableDictionaryRef>(
      CFDictionaryCreateMutable(kCFAllocatorDefault, 0, &kCFTypeDictionaryKeyCallBacks, &kCFTypeDictionaryValueCallBacks));
}

Cf<CFMutableDictionaryRef> composition(const AggregateOptions& options, const std::vector<Part>& parts, const std::string& uid) {
  const Cf<CFMutableArrayRef> members(CFArrayCreateMutable(kCFAllocatorDefault, 0, &kCFTypeArrayCallBacks));
  const UInt32 domain = clock_domain_of(parts[options.leader].device);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    // Equal domains run in step, unless it is the one of which nothing is known.
    const bool in_step = i == options.leader || (domain != 0 && clock_domain_of(parts[i].device) == domain);
    const Cf<CFMutableDictionaryRef> member = dictionary();
    put(member.get(), kAudioSubDeviceUIDKey, parts[i].uid);
    put(member.get(), kAudioSubDeviceDriftCompensationKey, SInt32{parts[i].follows && !in_step});
    put(member.get(), kAudioSubDeviceDriftCompensationQualityKey, kDriftQuality);
    CFArrayAppendValue(members.get(), member.get());
  }
  Cf<CFMutableDictionaryRef> whole = dictionary();
  put(whole.get(), kAudioAggregateDeviceUIDKey, uid);
  put(whole.get(), kAudioAggregateDeviceNameKey, options.name);
  put(whole.get(), kAudioAggregateDeviceIsPrivateKey, SInt32{!options.publish});
  put(whole.get(), kAudioAggregateDeviceIsStackedKey, SInt32{0});
  put(whole.get(), kAudioAggregateDeviceSubDeviceListKey, static_cast<const void*>(members.get()));
  put(whole.get(), kAudioAggregateDeviceMainSubDeviceKey, parts[options.leader].uid);
  return whole;
}

bool is_ready(AudioObjectID device, const std::vector<Part>& parts) {
  std::uint32_t inputs = 0, outputs = 0;
  for (const Part& part : parts) {
    inputs += part.inputs;
    outputs += part.outputs;
  }
  return is_alive(device) &&
         list<AudioObjectID>(device, at(kAudioAggregateDevicePropertyActiveSubDeviceList)).size() == parts.size() &&
         count_channels(device, false) == inputs && count_channels(device, true) == outputs;
}

}  // namespace

bool is_own_aggregate(const std::string& uid) { return uid.starts_with(own_prefix()); }

DeviceError Aggregate::make(const AggregateOptions& options, const std::vector<Part>& parts, Listeners& listeners) {
  DeviceError error = try_to_make(options, parts, listeners);
  return !error || error.fault == DeviceFault::gone ? error : try_to_make(options, parts, listeners);
}

DeviceError Aggregate::try_to_make(const AggregateOptions& options, const std::vector<Part>& parts, Listeners& listeners) {
  uid_ = new_uid();
  const OSStatus status = AudioHardwareCreateAggregateDevice(composition(options, parts, uid_).get(), &device_);
  if (status != kAudioHardwareNoError) {
    device_ = kAudioObjectUnknown;
    return call_error(options.name, "make the aggregate", status);
  }
  listeners.add(device_, kAudioAggregateDevicePropertyActiveSubDeviceList);
  listeners.add(device_, kAudioDevicePropertyStreams, kAudioObjectPropertyScopeWildcard);
  const Deadline until = std::chrono::steady_clock::now() + kPatience;
  bool ready = false;
  const auto went = [&] { return std::ranges::find_if(parts, [](const Part& part) { return !is_alive(part.device); }); };
  settle(listeners.notices(), until, [&] {
    ready = is_ready(device_, parts);
    return ready || went() != parts.end();
  });
  if (ready) return {};
  const std::size_t active = list<AudioObjectID>(device_, at(kAudioAggregateDevicePropertyActiveSubDeviceList)).size();
  listeners.remove(device_);
  destroy();
  if (const auto part = went(); part != parts.end()) return {DeviceFault::gone, part->name + " went away while the aggregate was made"};
  if (listeners.notices().is_restarted()) return {DeviceFault::gone, "macOS restarted its audio service while the aggregate was made"};
  return {DeviceFault::failed, "the aggregate " + options.name + " is not ready within " + std::to_string(kPatience.count()) + " s: " +
                                   std::to_string(active) + " of " + std::to_string(parts.size()) +
                                   " devices joined; take `native` off, and busbar joins them itself"};
}

void Aggregate::destroy() noexcept {
  if (device_ != kAudioObjectUnknown && uid_of(device_) == uid_) AudioHardwareDestroyAggregateDevice(device_);
  device_ = kAudioObjectUnknown;
}

}  // namespace busbar::coreaudio
