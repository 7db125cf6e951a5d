// Real-time policy of a thread. Only where the system has no header of this name.
#pragma once

#include <pthread.h>
#include <stdint.h>

extern "C" {

using kern_return_t = int;
using natural_t = unsigned int;
using integer_t = int;
using boolean_t = int;
using mach_port_t = natural_t;
using thread_act_t = mach_port_t;
using thread_t = mach_port_t;
using thread_policy_flavor_t = natural_t;
using thread_policy_t = integer_t*;
using mach_msg_type_number_t = natural_t;

#define KERN_SUCCESS 0
#define KERN_INVALID_ARGUMENT 4

#define THREAD_TIME_CONSTRAINT_POLICY 2
/// In ticks of host time.
struct thread_time_constraint_policy {
  uint32_t period;
  uint32_t computation;
  uint32_t constraint;
  boolean_t preemptible;
};
using thread_time_constraint_policy_data_t = thread_time_constraint_policy;
#define THREAD_TIME_CONSTRAINT_POLICY_COUNT \
  ((mach_msg_type_number_t)(sizeof(thread_time_constraint_policy_data_t) / sizeof(integer_t)))

kern_return_t thread_policy_set(thread_act_t thread, thread_policy_flavor_t flavor, thread_policy_t policy,
                                mach_msg_type_number_t count);
/// macOS declares it in <pthread.h>.
mach_port_t pthread_mach_thread_np(pthread_t thread);

}  // extern "C"
