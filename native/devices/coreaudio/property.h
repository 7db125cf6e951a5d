// Properties of HAL objects with types. In: an object and the address of a property. Out: its value, or the HAL's answer.
// Invariant: sizes are asked for, never assumed; an answer of another size than its type is none.
#pragma once

#include <CoreAudio/CoreAudio.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "devices/coreaudio/cf.h"

namespace busbar::coreaudio {

inline constexpr AudioObjectPropertyScope kBoth = kAudioObjectPropertyScopeGlobal;
inline constexpr AudioObjectPropertyScope kIn = kAudioObjectPropertyScopeInput;
inline constexpr AudioObjectPropertyScope kOut = kAudioObjectPropertyScopeOutput;

constexpr AudioObjectPropertyAddress at(AudioObjectPropertySelector selector, AudioObjectPropertyScope scope = kBoth,
                                        AudioObjectPropertyElement element = kAudioObjectPropertyElementMain) {
  return {selector, scope, element};
}

template <class T>
OSStatus read(AudioObjectID object, const AudioObjectPropertyAddress& address, T& out) {
  T value{};
  UInt32 size = sizeof value;
  const OSStatus status = AudioObjectGetPropertyData(object, &address, 0, nullptr, &size, &value);
  if (status != kAudioHardwareNoError) return status;
  if (size != sizeof value) return kAudioHardwareBadPropertySizeError;
  out = value;
  return kAudioHardwareNoError;
}

/// Nothing where the object does not have it, or does not answer.
template <class T>
std::optional<T> find(AudioObjectID object, const AudioObjectPropertyAddress& address) {
  T value{};
  if (read(object, address, value) != kAudioHardwareNoError) return std::nullopt;
  return value;
}

/// Of a copy: a HAL writes over what it is given, as it does with the owner in hog mode.
template <class T>
OSStatus write(AudioObjectID object, const AudioObjectPropertyAddress& address, T value) {
  return AudioObjectSetPropertyData(object, &address, 0, nullptr, sizeof value, &value);
}

/// Empty where the object does not have it. It may have changed between the two questions: what came counts.
template <class T>
std::vector<T> list(AudioObjectID object, const AudioObjectPropertyAddress& address) {
  UInt32 size = 0;
  if (AudioObjectGetPropertyDataSize(object, &address, 0, nullptr, &size) != kAudioHardwareNoError) return {};
  std::vector<T> values(size / sizeof(T));
  size = static_cast<UInt32>(values.size() * sizeof(T));
  if (values.empty() || AudioObjectGetPropertyData(object, &address, 0, nullptr, &size, values.data()) != kAudioHardwareNoError) return {};
  values.resize(size / sizeof(T));
  return values;
}

inline std::string text(AudioObjectID object, const AudioObjectPropertyAddress& address) {
  const auto found = find<CFStringRef>(object, address);
  if (!found || *found == nullptr) return {};
  const Cf<CFStringRef> owner(*found);
  return from_cf(owner.get());
}

}  // namespace busbar::coreaudio
