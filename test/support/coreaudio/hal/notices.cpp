// The notification thread, and listeners as clients add and remove them.
#include "hal/notices.h"

#include <algorithm>

#include "hal/time.h"

namespace hal {
namespace {

struct Job {
  double due_ns;
  std::uint64_t number;
  std::function<void(Guard&)> run;
};

struct Queue {
  std::vector<Job> jobs;
  bool running = false;          ///< a job is under way
  bool started = false;
  std::thread::id thread;
  std::condition_variable come, idle;
};

Queue& queue() {
  static Queue* const one = new Queue;
  return *one;
}

void run_jobs() {
  Queue& q = queue();
  Guard guard(model().lock);
  q.thread = std::this_thread::get_id();
  for (;;) {
    const auto first = std::min_element(q.jobs.begin(), q.jobs.end(), [](const Job& a, const Job& b) {
      return a.due_ns != b.due_ns ? a.due_ns < b.due_ns : a.number < b.number;
    });
    if (first == q.jobs.end()) {
      q.idle.notify_all();
      q.come.wait(guard);
    } else if (first->due_ns > now_ns()) {
      q.come.wait_until(guard, machine_time(first->due_ns));
    } else {
      const Job job = std::move(*first);
      q.jobs.erase(first);
      q.running = true;
      job.run(guard);
      q.running = false;
    }
  }
}

bool matches(const Listener& listener, AudioObjectID object, const AudioObjectPropertyAddress& address) {
  const auto one = [](UInt32 wanted, UInt32 is, UInt32 any) { return wanted == is || wanted == any; };
  return listener.object == object && one(listener.address.mSelector, address.mSelector, kAudioObjectPropertyScopeWildcard) &&
         (one(listener.address.mScope, address.mScope, kAudioObjectPropertyScopeWildcard) || address.mScope == kAudioObjectPropertyScopeWildcard) &&
         one(listener.address.mElement, address.mElement, 0xFFFFFFFF);
}

}  // namespace

void later(double ms, std::function<void(Guard&)> job) {
  Queue& q = queue();
  if (!q.started) {
    q.started = true;
    std::thread(run_jobs).detach();
  }
  q.jobs.push_back({now_ns() + ms * 1e6, ++model().last_number, std::move(job)});
  q.come.notify_one();
}

void notify(AudioObjectID object, std::vector<AudioObjectPropertyAddress> addresses) {
  later(0, [object, addresses = std::move(addresses)](Guard& guard) { call_listeners(guard, object, addresses); });
}

void notify(AudioObjectID object, AudioObjectPropertySelector selector) {
  // Of any scope: a client listens to the one that it reads.
  notify(object, {{selector, kAudioObjectPropertyScopeWildcard, kAudioObjectPropertyElementMain}});
}

void call_listeners(Guard& guard, AudioObjectID object, const std::vector<AudioObjectPropertyAddress>& addresses) {
  for (const AudioObjectPropertyAddress& address : addresses) {
    std::vector<Listener> found;
    for (const Listener& listener : model().listeners)
      if (matches(listener, object, address)) found.push_back(listener);
    for (const Listener& listener : found) {
      const auto is_it = [&](const Listener& other) { return other.number == listener.number; };
      if (std::none_of(model().listeners.begin(), model().listeners.end(), is_it)) continue;
      guard.unlock();
      listener.call(object, 1, &listener.address, listener.client);
      guard.lock();
    }
  }
}

void wait_for_jobs(Guard& guard) {
  Queue& q = queue();
  q.idle.wait(guard, [&] { return q.jobs.empty() && !q.running; });
}

}  // namespace hal

using namespace hal;

extern "C" {

OSStatus AudioObjectAddPropertyListener(AudioObjectID object, const AudioObjectPropertyAddress* address, AudioObjectPropertyListenerProc proc, void* client) {
  const Guard guard = begin_call("AudioObjectAddPropertyListener");
  if (const auto status = failure("AudioObjectAddPropertyListener")) return *status;
  if (!is_alive(object)) return kAudioHardwareBadObjectError;
  model().listeners.push_back({object, *address, proc, client, ++model().last_number});
  return kAudioHardwareNoError;
}

OSStatus AudioObjectRemovePropertyListener(AudioObjectID object, const AudioObjectPropertyAddress* address, AudioObjectPropertyListenerProc proc, void* client) {
  const Guard guard = begin_call("AudioObjectRemovePropertyListener");
  if (!is_alive(object)) return kAudioHardwareBadObjectError;
  auto& all = model().listeners;
  const auto found = std::find_if(all.begin(), all.end(), [&](const Listener& l) {
    return l.object == object && l.call == proc && l.client == client && l.address.mSelector == address->mSelector &&
           l.address.mScope == address->mScope && l.address.mElement == address->mElement;
  });
  if (found == all.end()) {
    // What a restart took is not there, and its object's number may be another's: nothing is hit by that.
    if (model().restarts == 0) model().misuse.push_back("a listener was removed that was not there");
    return kAudioHardwareNoError;
  }
  const Listener was = *found;
  all.erase(found);
  if (model().options.call_after_remove)
    later(0, [was](Guard& inner) {
      ++model().calls_after_remove;
      inner.unlock();
      was.call(was.object, 1, &was.address, was.client);
      inner.lock();
    });
  return kAudioHardwareNoError;
}

}  // extern "C"
