// Objects come and go. All under the model's lock.
#pragma once

#include "hal/model.h"

namespace hal {

/// The object of hardware that is plugged in.
void bring_up(const std::shared_ptr<Hardware>& box);
/// Off the list: its id, those of its streams and parts, and what was listened to there, are no more.
void bury(const DevicePtr& device);
void forget_listeners(const std::vector<Stream>& streams);

}  // namespace hal
