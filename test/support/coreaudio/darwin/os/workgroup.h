// Workgroups: threads that the scheduler is to treat as one with a device's. Only where the system has no header of
// this name.
#pragma once

#include <stdint.h>

extern "C" {

using os_workgroup_t = struct os_workgroup_s*;
struct os_workgroup_join_token_opaque_s {
  uint32_t sig;
  char opaque[36];
};
using os_workgroup_join_token_s = os_workgroup_join_token_opaque_s;
using os_workgroup_join_token_t = os_workgroup_join_token_opaque_s*;

/// 0, EINVAL for a thread that is not real-time, EALREADY for one that is in a group already.
int os_workgroup_join(os_workgroup_t group, os_workgroup_join_token_t token);
void os_workgroup_leave(os_workgroup_t group, os_workgroup_join_token_t token);
void os_release(void* object);

}  // extern "C"
