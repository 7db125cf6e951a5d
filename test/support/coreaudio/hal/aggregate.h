// Aggregates: devices made of devices. In: a composition, and which parts are there. Out: streams of all parts, in order.
// Invariant: it is empty until it has settled, whatever the call that made it said.
#pragma once

#include "hal/model.h"

namespace hal {

/// The part whose clock it follows: the main one, or the first that is there. Null: none is.
DevicePtr main_of(const Device& device);
/// Of a device itself, of an aggregate that of its main part. Null: it has none now.
std::shared_ptr<Hardware> box_of(const Device& device);
/// Parts may have come or gone: all aggregates are put together anew where they did.
void recompose_all();

}  // namespace hal
