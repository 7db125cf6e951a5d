// CoreAudio's devices as facts. In: the HAL. Out: every device that may be opened, by UID. Nothing is opened or changed.
#pragma once

#include "devices/facts.h"

namespace busbar {

Devices list_coreaudio();

}  // namespace busbar
