// Which thread calls what, what waits for whom, and workgroups.
#include <mach/mach.h>
#include <os/workgroup.h>

#include <cerrno>

#include "check.h"
#include "client.h"

namespace {

const auto kBuffer = at(kAudioDevicePropertyBufferFrameSize);

bool real_time() {
  thread_time_constraint_policy_data_t policy{1000, 500, 1000, 1};
  return thread_policy_set(pthread_mach_thread_np(pthread_self()), THREAD_TIME_CONSTRAINT_POLICY, reinterpret_cast<thread_policy_t>(&policy),
                           THREAD_TIME_CONSTRAINT_POLICY_COUNT) == KERN_SUCCESS;
}

}  // namespace

TEST("listeners are called on a foreign thread, under no lock") {
  hal::plug({.uid = "box", .outputs = {{}}});
  Listener heard(device("box"), kAudioDevicePropertyBufferFrameSize);
  UInt32 frames = 0;
  heard.on_call = [&] { frames = value<UInt32>(device("box"), kBuffer); };
  hal::set_buffer("box", 256);
  CHECK(heard.event.wait());
  CHECK(heard.thread != std::this_thread::get_id() && frames == 256);
}

TEST("removing a listener does not wait for a call, and one may come once more") {
  hal::configure({.call_after_remove = true});
  hal::plug({.uid = "box", .outputs = {{}}});
  Event inside, leave;
  Listener heard(device("box"), kAudioDevicePropertyBufferFrameSize);
  heard.on_call = [&] {
    inside.tell();
    (void)leave.wait();
  };
  hal::set_buffer("box", 256);
  CHECK(inside.wait());
  std::thread([&] { leave.tell(); }).join();
  heard.remove();
  CHECK(heard.event.times() == 2 && hal::calls_after_remove() == 1);
  hal::set_buffer("box", 128);
  hal::settle();
  CHECK(heard.event.times() == 2);
}

TEST("stopping waits for a call that is under way") {
  hal::plug({.uid = "box", .outputs = {{}}, .buffer = 64});
  hal::configure({.start_waits = false});
  Event inside, leave;
  std::atomic<bool> done{false};
  Proc proc(device("box"), [&](const Cycle&) {
    inside.tell();
    (void)leave.wait();
    done = true;
  });
  CHECK(proc.start() == 0 && inside.wait());
  std::thread releasing([&] { leave.tell(); });
  CHECK(proc.stop() == 0 && done);
  releasing.join();
}

TEST("stopping from inside the call does not, and it is the last") {
  hal::configure({.start_waits = false});
  hal::plug({.uid = "box", .outputs = {{}}, .buffer = 64});
  Event stopped;
  Proc* self = nullptr;
  Proc proc(device("box"), [&](const Cycle&) {
    (void)self->stop();
    stopped.tell();
  });
  self = &proc;
  CHECK(proc.start() == 0 && stopped.wait());
  CHECK(proc.stop() == 0 && proc.cycles() == 1 && !hal::is_running("box"));
  CHECK(hal::misuse().empty());
}

TEST("starting waits for the first call, and is told from the IO thread") {
  hal::plug({.uid = "box", .outputs = {{}}, .buffer = 64});
  Listener running(device("box"), kAudioDevicePropertyDeviceIsRunning);
  Proc proc(device("box"));
  CHECK(proc.start() == 0 && proc.cycles() >= 1 && running.event.wait());
  CHECK(running.thread == proc.thread.load());
}

TEST("two procs of a device are mixed") {
  hal::plug({.uid = "box", .outputs = {{.channels = 1}}, .buffer = 64});
  hal::record("box");
  const auto plays = [](float level) {
    return [level](const Cycle& c) { std::fill_n(static_cast<float*>(c.out->mBuffers[0].mData), 64, level); };
  };
  Proc one(device("box"), plays(0.25F)), two(device("box"), plays(0.5F));
  CHECK(one.start() == 0 && two.start() == 0 && hal::wait_for_cycles("box", 2));
  CHECK(hal::played("box").back() == 0.75);
}

TEST("asking the HAL from inside a cycle is told as misuse; so is destroying what runs") {
  hal::plug({.uid = "box", .outputs = {{}}, .buffer = 64});
  {
    Proc proc(device("box"), [](const Cycle&) { (void)device("box"); });
    CHECK(proc.start() == 0 && proc.stop() == 0);
  }
  const std::vector<std::string> asked = hal::misuse();
  CHECK(!asked.empty() && asked.at(0) == "AudioObjectGetPropertyData from inside a cycle");
  Proc bare(device("box"));
  CHECK(bare.start() == 0 && AudioDeviceDestroyIOProcID(device("box"), bare.id()) == 0);
  CHECK(hal::misuse().size() == 1);
}

TEST("only a real-time thread joins a workgroup, and leaves it where it joined") {
  hal::plug({.uid = "box", .outputs = {{}}});
  const auto group = value<os_workgroup_t>(device("box"), at(kAudioDevicePropertyIOThreadOSWorkgroup));
  CHECK(hal::counters().workgroups == 1);
  std::thread([group] {
    os_workgroup_join_token_s token;
    CHECK(os_workgroup_join(group, &token) == EINVAL);
    CHECK(real_time() && os_workgroup_join(group, &token) == 0 && hal::counters().joined == 1);
    os_workgroup_join_token_s second;
    CHECK(os_workgroup_join(group, &second) == EALREADY);
    std::thread([&] { os_workgroup_leave(group, &token); }).join();
    CHECK(hal::misuse().size() == 1 && hal::counters().joined == 1);
    os_workgroup_leave(group, &token);
    CHECK(hal::counters().joined == 0);
  }).join();
  os_release(group);
  CHECK(hal::counters().workgroups == 0);
}
