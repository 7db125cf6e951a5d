// The workgroup of a device, as its property gives it away.
#pragma once

#include <os/workgroup.h>

namespace hal {

/// With one reference, the client's.
os_workgroup_t new_workgroup();
int living_workgroups();
int joined_threads();

}  // namespace hal
