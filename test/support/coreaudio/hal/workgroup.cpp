// Workgroups and the real-time policy of threads. Invariants: a thread joins with a time constraint only, and leaves
// where it joined; every group that a property gave away is released.
#include "hal/workgroup.h"

#include <mach/mach.h>
#include <os/workgroup.h>

#include <cerrno>
#include <map>

#include "hal/model.h"

struct os_workgroup_s {
  int references = 1;
};

namespace hal {
namespace {

struct Thread {
  mach_port_t port = 0;
  bool real_time = false;
};

std::mutex lock;
std::map<pthread_t, Thread> threads;
mach_port_t last_port = 0x103;
int living = 0, joined = 0;

/// A number of the system's may come again with another thread.
struct Leaver {
  os_workgroup_t group = nullptr;
  ~Leaver() {
    {
      const std::lock_guard guard(lock);
      threads.erase(pthread_self());
    }
    if (group == nullptr) return;
    const Guard all(model().lock);
    model().misuse.push_back("a thread ended inside a workgroup");
  }
};
thread_local Leaver here;

Thread& thread_of(pthread_t id) {
  Thread& thread = threads[id];
  if (thread.port == 0) thread.port = ++last_port;
  return thread;
}

}  // namespace

os_workgroup_t new_workgroup() {
  const std::lock_guard guard(lock);
  ++living;
  return new os_workgroup_s;
}
int living_workgroups() {
  const std::lock_guard guard(lock);
  return living;
}
int joined_threads() {
  const std::lock_guard guard(lock);
  return joined;
}

}  // namespace hal

using namespace hal;

extern "C" {

mach_port_t pthread_mach_thread_np(pthread_t id) {
  (void)here.group;  // makes it, so that the thread is forgotten when it ends
  const std::lock_guard guard(lock);
  return thread_of(id).port;
}

kern_return_t thread_policy_set(thread_act_t port, thread_policy_flavor_t flavor, thread_policy_t policy, mach_msg_type_number_t count) {
  if (flavor != THREAD_TIME_CONSTRAINT_POLICY || count != THREAD_TIME_CONSTRAINT_POLICY_COUNT) return KERN_INVALID_ARGUMENT;
  const auto& asked = *reinterpret_cast<const thread_time_constraint_policy_data_t*>(policy);
  if (asked.computation == 0 || asked.computation > asked.constraint) return KERN_INVALID_ARGUMENT;
  const std::lock_guard guard(lock);
  for (auto& [id, thread] : threads)
    if (thread.port == port) {
      thread.real_time = true;
      return KERN_SUCCESS;
    }
  return KERN_INVALID_ARGUMENT;
}

int os_workgroup_join(os_workgroup_t group, os_workgroup_join_token_t token) {
  if (here.group != nullptr || cycling != nullptr) return EALREADY;
  const std::lock_guard guard(lock);
  if (!thread_of(pthread_self()).real_time) return EINVAL;
  here.group = group;
  token->sig = thread_of(pthread_self()).port;
  ++joined;
  return 0;
}

void os_workgroup_leave(os_workgroup_t group, os_workgroup_join_token_t token) {
  {
    const std::lock_guard guard(lock);
    if (here.group == group && token->sig == thread_of(pthread_self()).port) {
      here.group = nullptr;
      --joined;
      return;
    }
  }
  const Guard all(model().lock);
  model().misuse.push_back("a workgroup was left on a thread that had not joined it");
}

void os_release(void* object) {
  const std::lock_guard guard(lock);
  auto* const group = static_cast<os_workgroup_t>(object);
  if (--group->references != 0) return;
  --living;
  delete group;
}

}  // extern "C"
