// What the HAL answers, in words. In: its status. Out: what went wrong and what to do.
#pragma once

#include <CoreAudio/CoreAudio.h>

#include <string>

#include "devices/device.h"

namespace busbar::coreaudio {

/// `'!obj'` where it is a four-character code, else its number.
std::string code_of(OSStatus status);

/// The object is not there, or not any more.
bool is_gone(OSStatus status) noexcept;

/// `doing`: what was tried, after `CoreAudio does not`.
DeviceError call_error(const std::string& name, const char* doing, OSStatus status);

DeviceError no_device(const std::string& uid);
DeviceError wrong_rate(const std::string& name, double wanted_hz, const std::string& rates);

}  // namespace busbar::coreaudio
