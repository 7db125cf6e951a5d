#include "devices/coreaudio/errors.h"

#include <cstdint>

namespace busbar::coreaudio {

std::string code_of(OSStatus status) {
  const auto code = static_cast<std::uint32_t>(status);
  std::string text = "''''";
  text.resize(1);
  for (int shift = 24; shift >= 0; shift -= 8) {
    const auto letter = static_cast<char>(code >> shift & 0xff);
    if (letter < ' ' || letter > '~') return std::to_string(status);
    text += letter;
  }
  return text + "'";
}

bool is_gone(OSStatus status) noexcept {
  return status == kAudioHardwareBadObjectError || status == kAudioHardwareBadDeviceError || status == kAudioHardwareBadStreamError;
}

DeviceError call_error(const std::string& name, const char* doing, OSStatus status) {
  const std::string what = "CoreAudio does not " + std::string(doing) + " " + name;
  if (is_gone(status)) return {DeviceFault::gone, what + ": it went away"};
  if (status == kAudioDevicePermissionsError)
    return {DeviceFault::busy, what + ": another program has it for itself (hog mode); quit that program, or end its exclusive use"};
  if (status == kAudioDeviceUnsupportedFormatError) return {DeviceFault::unsupported, what + ": the device has no such format"};
  return {DeviceFault::failed, what + " (" + code_of(status) + ")"};
}

DeviceError no_device(const std::string& uid) {
  if (uid == "default") return {DeviceFault::missing, "there is no default CoreAudio device"};
  return {DeviceFault::missing, "there is no CoreAudio device `" + uid + "`: `busbar devices` lists those that are here"};
}

DeviceError wrong_rate(const std::string& name, double wanted_hz, const std::string& rates) {
  const std::string wanted = std::to_string(static_cast<long>(wanted_hz));
  return {DeviceFault::unsupported, name + " does not run at " + wanted + " Hz" + (rates.empty() ? "" : ", only at " + rates + " Hz")};
}

}  // namespace busbar::coreaudio
