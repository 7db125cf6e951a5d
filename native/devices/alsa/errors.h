// What libasound's error numbers mean. In: a negative errno, a state. Out: for opening, a DeviceError in words that say
// what to do; for the loop, what to do next.
#pragma once

#include <cstdint>
#include <string>

#include "devices/alsa/library.h"
#include "devices/device.h"

namespace busbar::alsa {

/// `call` failed on device `id` with `error` (negative).
DeviceError open_error(const Library& alsa, const std::string& id, Direction direction, int error);
DeviceError call_error(const Library& alsa, const std::string& id, const char* call, int error);

/// What a running device needs. Worse ones are greater.
enum class Trouble : std::uint8_t { none, xrun, suspended, gone };

/// `error`: what a call returned (>= 0: nothing wrong). The state is asked only where that can matter.
Trouble trouble_of(const Library& alsa, Pcm* pcm, long error) noexcept;
Trouble trouble_of_state(int state) noexcept;

}  // namespace busbar::alsa
