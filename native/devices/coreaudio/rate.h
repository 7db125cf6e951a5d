// The nominal rate of a device. In: a rate. Out: the device running at it, or why not. A rate that is set takes effect later,
// at times much later; the notice of it may come before. Invariant: one deadline, whatever happens meanwhile.
#pragma once

#include <CoreAudio/CoreAudio.h>

#include <vector>

#include "devices/coreaudio/listeners.h"
#include "devices/device.h"

namespace busbar::coreaudio {

/// Those of the usual rates that the device has, in order; ranges count for each that lies in them.
std::vector<double> rates_of(AudioObjectID device);

/// 0: it does not answer.
double rate_of(AudioObjectID device);

/// `notices`: of the device. Waits.
DeviceError set_rate(AudioObjectID device, double rate_hz, Notices& notices);

/// The nearest period to `wanted` that the device has, which it then has; 0: as it is.
DeviceError set_period(AudioObjectID device, std::uint32_t wanted, std::uint32_t& granted);

}  // namespace busbar::coreaudio
