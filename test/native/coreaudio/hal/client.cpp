// See client.h. What is made here is released here: the double counts.
#include "client.h"

#include <mach/mach_time.h>

#include <cstring>

namespace {

std::string from_cf(CFStringRef string) {
  char buffer[256];
  return CFStringGetCString(string, buffer, sizeof buffer, kCFStringEncodingUTF8) ? buffer : "";
}

/// Owned by a test for as long as it puts a dictionary together.
class Dictionary {
 public:
  Dictionary() : made_(CFDictionaryCreateMutable(kCFAllocatorDefault, 0, &kCFTypeDictionaryKeyCallBacks, &kCFTypeDictionaryValueCallBacks)) {}
  Dictionary(const Dictionary&) = delete;
  Dictionary& operator=(const Dictionary&) = delete;
  ~Dictionary() { CFRelease(made_); }
  void set(const char* key, const std::string& text) { take(key, CFStringCreateWithCString(kCFAllocatorDefault, text.c_str(), kCFStringEncodingUTF8)); }
  void set(const char* key, SInt32 number) { take(key, CFNumberCreate(kCFAllocatorDefault, kCFNumberSInt32Type, &number)); }
  void take(const char* key, const void* value) {
    const CFStringRef name = CFStringCreateWithCString(kCFAllocatorDefault, key, kCFStringEncodingUTF8);
    CFDictionarySetValue(made_, name, value);
    CFRelease(name);
    CFRelease(value);
  }
  CFDictionaryRef get() const { return made_; }

 private:
  CFMutableDictionaryRef made_;
};

}  // namespace

std::vector<AudioObjectID> ids(AudioObjectID object, const AudioObjectPropertyAddress& address) {
  UInt32 size = 0;
  if (AudioObjectGetPropertyDataSize(object, &address, 0, nullptr, &size) != 0) return {};
  std::vector<AudioObjectID> all(size / sizeof(AudioObjectID));
  (void)AudioObjectGetPropertyData(object, &address, 0, nullptr, &size, all.data());
  return all;
}

std::string text(AudioObjectID object, const AudioObjectPropertyAddress& address) {
  CFStringRef string = nullptr;
  if (get(object, address, string) != 0) return {};
  std::string out = from_cf(string);
  CFRelease(string);
  return out;
}

AudioObjectID device(const std::string& uid) {
  const CFStringRef name = CFStringCreateWithCString(kCFAllocatorDefault, uid.c_str(), kCFStringEncodingUTF8);
  const auto address = at(kAudioHardwarePropertyTranslateUIDToDevice);
  AudioObjectID id = kAudioObjectUnknown;
  UInt32 size = sizeof id;
  (void)AudioObjectGetPropertyData(kAudioObjectSystemObject, &address, sizeof name, &name, &size, &id);
  CFRelease(name);
  return id;
}

std::vector<UInt32> buffers(AudioObjectID device, UInt32 scope) {
  const auto address = at(kAudioDevicePropertyStreamConfiguration, scope);
  UInt32 size = 0;
  if (AudioObjectGetPropertyDataSize(device, &address, 0, nullptr, &size) != 0) return {};
  std::vector<std::uint64_t> storage(size / 8 + 1);
  auto* const list = reinterpret_cast<AudioBufferList*>(storage.data());
  (void)AudioObjectGetPropertyData(device, &address, 0, nullptr, &size, list);
  const AudioBuffer* const all = list->mBuffers;
  std::vector<UInt32> channels;
  for (UInt32 i = 0; i < list->mNumberBuffers; ++i) channels.push_back(all[i].mNumberChannels);
  return channels;
}

OSStatus make_aggregate(const std::string& uid, const std::vector<std::pair<std::string, bool>>& parts, AudioObjectID& out) {
  Dictionary description;
  description.set(kAudioAggregateDeviceUIDKey, uid);
  description.set(kAudioAggregateDeviceNameKey, uid);
  description.set(kAudioAggregateDeviceIsPrivateKey, 1);
  description.set(kAudioAggregateDeviceMainSubDeviceKey, parts[0].first);
  const CFMutableArrayRef list = CFArrayCreateMutable(kCFAllocatorDefault, 0, &kCFTypeArrayCallBacks);
  for (const auto& [part, compensated] : parts) {
    Dictionary one;
    one.set(kAudioSubDeviceUIDKey, part);
    one.set(kAudioSubDeviceDriftCompensationKey, compensated ? 1 : 0);
    CFArrayAppendValue(list, one.get());
  }
  description.take(kAudioAggregateDeviceSubDeviceListKey, list);
  return AudioHardwareCreateAggregateDevice(description.get(), &out);
}

void Event::tell() {
  const std::lock_guard guard(lock_);
  ++times_;
  told_.notify_all();
}
bool Event::wait(int times) {
  std::unique_lock guard(lock_);
  return told_.wait_for(guard, std::chrono::seconds(20), [&] { return times_ >= times; });
}
int Event::times() {
  const std::lock_guard guard(lock_);
  return times_;
}

Listener::Listener(AudioObjectID object, UInt32 selector, UInt32 scope) : object_(object), address_(at(selector, scope)) {
  (void)AudioObjectAddPropertyListener(object_, &address_, call, this);
}
/// Its last call may still be under way: waits for it.
void Listener::remove() {
  if (!added_) return;
  added_ = false;
  (void)AudioObjectRemovePropertyListener(object_, &address_, call, this);
  hal::settle();
}
OSStatus Listener::call(AudioObjectID, UInt32, const AudioObjectPropertyAddress*, void* self) {
  auto& is = *static_cast<Listener*>(self);
  is.thread = std::this_thread::get_id();
  if (is.on_call) is.on_call();
  is.event.tell();
  return 0;
}

Proc::Proc(AudioObjectID device, std::function<void(const Cycle&)> body) : device_(device), body_(std::move(body)) {
  (void)AudioDeviceCreateIOProcID(device_, call, this, &id_);
}
Proc::~Proc() {
  (void)AudioDeviceStop(device_, id_);
  (void)AudioDeviceDestroyIOProcID(device_, id_);
}
OSStatus Proc::call(AudioObjectID, const AudioTimeStamp* now, const AudioBufferList* in, const AudioTimeStamp* in_time, AudioBufferList* out,
                    const AudioTimeStamp* out_time, void* self) {
  auto& is = *static_cast<Proc*>(self);
  is.last = {*now, *in_time, *out_time, in, out};
  if (is.cycles_ == 0) is.first = is.last;
  ++is.cycles_;
  is.thread = std::this_thread::get_id();
  if (is.body_) is.body_(is.last);
  return 0;
}

double ms_of(std::uint64_t ticks) {
  mach_timebase_info_data_t base;
  (void)mach_timebase_info(&base);
  return static_cast<double>(ticks) * base.numer / base.denom * 1e-6;
}

double measured_rate(const Proc& proc) {
  return 1000 * (proc.last.now.mSampleTime - proc.first.now.mSampleTime) / ms_of(proc.last.now.mHostTime - proc.first.now.mHostTime);
}
