// Values as bytes.
#include "hal/value.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <type_traits>

#include "hal/core_foundation.h"
#include "hal/workgroup.h"

namespace hal {
namespace {

template <class T>
constexpr bool is_list = false;
template <class T>
constexpr bool is_list<std::vector<T>> = true;

UInt32 size_of_buffers(const Buffers& buffers) {
  return static_cast<UInt32>(offsetof(AudioBufferList, mBuffers) + buffers.channels.size() * sizeof(AudioBuffer));
}

template <class T>
OSStatus put_plain(const T& value, void* to, UInt32& size) {
  if (size < sizeof value) return kAudioHardwareBadPropertySizeError;
  size = sizeof value;
  std::memcpy(to, &value, sizeof value);
  return kAudioHardwareNoError;
}

OSStatus put_buffers(const Buffers& buffers, void* to, UInt32& size) {
  if (size < size_of_buffers(buffers)) return kAudioHardwareBadPropertySizeError;
  size = size_of_buffers(buffers);
  auto& list = *static_cast<AudioBufferList*>(to);
  list.mNumberBuffers = static_cast<UInt32>(buffers.channels.size());
  AudioBuffer* const all = list.mBuffers;
  for (std::size_t i = 0; i < buffers.channels.size(); ++i) all[i] = {buffers.channels[i], 0, nullptr};
  return kAudioHardwareNoError;
}

OSStatus put_texts(const Texts& texts, void* to, UInt32& size) {
  if (size < sizeof(CFArrayRef)) return kAudioHardwareBadPropertySizeError;
  const CFMutableArrayRef array = CFArrayCreateMutable(kCFAllocatorDefault, 0, &kCFTypeArrayCallBacks);
  for (const std::string& text : texts.all) {
    const CFStringRef string = new_string(text);
    CFArrayAppendValue(array, string);
    CFRelease(string);
  }
  return put_plain(static_cast<CFArrayRef>(array), to, size);
}

}  // namespace

UInt32 size_of(const Value& value) {
  return std::visit(
      [](const auto& v) -> UInt32 {
        using T = std::decay_t<decltype(v)>;
        if constexpr (is_list<T>) return static_cast<UInt32>(v.size() * sizeof(v[0]));
        else if constexpr (std::is_same_v<T, Buffers>) return size_of_buffers(v);
        else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, Texts> || std::is_same_v<T, NewWorkgroup>) return sizeof(void*);
        else return sizeof v;
      },
      value);
}

OSStatus put(const Value& value, void* to, UInt32& size) {
  return std::visit(
      [&](const auto& v) -> OSStatus {
        using T = std::decay_t<decltype(v)>;
        if constexpr (is_list<T>) {
          const std::size_t count = std::min<std::size_t>(v.size(), size / sizeof(v[0]));
          size = static_cast<UInt32>(count * sizeof(v[0]));
          if (count != 0) std::memcpy(to, v.data(), size);
          return kAudioHardwareNoError;
        } else if constexpr (std::is_same_v<T, Buffers>) {
          return put_buffers(v, to, size);
        } else if constexpr (std::is_same_v<T, Texts>) {
          return put_texts(v, to, size);
        } else if constexpr (std::is_same_v<T, std::string>) {
          return size < sizeof(void*) ? static_cast<OSStatus>(kAudioHardwareBadPropertySizeError) : put_plain(new_string(v), to, size);
        } else if constexpr (std::is_same_v<T, NewWorkgroup>) {
          return size < sizeof(void*) ? static_cast<OSStatus>(kAudioHardwareBadPropertySizeError) : put_plain(new_workgroup(), to, size);
        } else {
          return put_plain(v, to, size);
        }
      },
      value);
}

}  // namespace hal
