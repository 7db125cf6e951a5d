// Which devices there are. In: the HAL's system object. Out: objects by UID, defaults, names.
// Invariant: an object's number is good until the device goes; between two openings only the UID is kept.
#pragma once

#include <CoreAudio/CoreAudio.h>

#include <optional>
#include <string>
#include <vector>

namespace busbar::coreaudio {

std::vector<AudioObjectID> all_devices();

/// `default`: that of the outputs, or of the inputs where only those are wanted. kAudioObjectUnknown: it is not there.
AudioObjectID device_of(const std::string& uid, bool wants_outputs = true);
AudioObjectID default_device(bool output);

std::string uid_of(AudioObjectID device);
std::string name_of(AudioObjectID device);
UInt32 transport_of(AudioObjectID device);
bool is_bluetooth(UInt32 transport) noexcept;

/// `usb`, `bluetooth`; empty: not known.
const char* transport_word(UInt32 transport) noexcept;

/// Devices of one domain run in step; 0 says nothing, of two devices as well.
UInt32 clock_domain_of(AudioObjectID device);

/// False for one that does not answer, too.
bool is_alive(AudioObjectID device);

/// What hog mode says where no process has the device for itself.
inline constexpr pid_t kNobody = -1;
/// The process that has, which may be this one.
std::optional<pid_t> hog_of(AudioObjectID device);

}  // namespace busbar::coreaudio
