// ALSA devices, as the rest of the engine sees them. In: an id of the inventory, or any name that libasound knows.
// Out: a stream. Control thread.
#pragma once

#include <memory>

#include "devices/device.h"

namespace busbar {

DeviceError open_alsa(const StreamRequest& request, std::unique_ptr<Stream>& out);

}  // namespace busbar
