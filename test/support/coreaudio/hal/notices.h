// What the HAL does later, on a thread of its own: notices to listeners, changes that take effect after a while.
// Invariants: jobs run in the order of their times, those of one time in the order in which they were asked for; no
// client is called under the model's lock.
#pragma once

#include <functional>

#include "hal/model.h"

namespace hal {

/// Under the model's lock, in so many milliseconds of the HAL's time. The job runs with the lock held and may let go of it.
void later(double ms, std::function<void(Guard&)> job);
/// Under the model's lock: listeners of these properties are called soon.
void notify(AudioObjectID object, std::vector<AudioObjectPropertyAddress> addresses);
void notify(AudioObjectID object, AudioObjectPropertySelector selector);
/// With the lock held, on this very thread; the lock is free during each call.
void call_listeners(Guard& guard, AudioObjectID object, const std::vector<AudioObjectPropertyAddress>& addresses);
/// With the lock held: until no job is left.
void wait_for_jobs(Guard& guard);

}  // namespace hal
