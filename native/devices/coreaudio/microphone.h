// Leave to hear, which macOS gives by program and asks the user for once. In: nothing. Out: none, or why inputs would be exactly
// zero. Where nothing is known of it (no AVFoundation) none: then the zeros themselves are told (zero_watch.h).
#pragma once

#include <chrono>

#include "devices/device.h"

namespace busbar::coreaudio {

/// Time for a person to read a question and answer it.
inline constexpr std::chrono::seconds kAnswerTime{20};

/// Asks where nobody has been asked yet, and waits for the answer. Any thread but an audio thread's.
DeviceError ask_for_microphone(std::chrono::milliseconds patience = kAnswerTime);

}  // namespace busbar::coreaudio
