// Leave to use the microphone: asked for once, before inputs are opened and not for outputs; refused in words.
#include "devices/coreaudio/microphone.h"

#include "studio.h"

using namespace busbar;

namespace {

void a_box_under(hal::Leave leave, hal::Answer answer = hal::Answer::yes) {
  hal::Options options;
  options.time_scale = 20;
  options.microphone = leave;
  options.answer = answer;
  hal::configure(options);
  hal::plug(box("box"));
}

}  // namespace

TEST("the microphone is asked for once, and opened when the user says yes") {
  a_box_under(hal::Leave::not_asked);
  for (int round = 0; round < 3; ++round) {
    const auto opened = play(request("box", 2, 2));
    CHECK(opened->runs() && opened->client.wait_frames(480));
  }
  CHECK(hal::microphone_questions() == 1);
}

TEST("a microphone that is refused is an error with its remedy, and outputs play without it") {
  a_box_under(hal::Leave::not_asked, hal::Answer::no);
  for (int round = 0; round < 3; ++round) {
    const auto refused = play(request("box", 2, 2));
    CHECK(refused->error.fault == DeviceFault::denied && has(refused->error.message, "Privacy & Security > Microphone"));
  }
  CHECK(hal::microphone_questions() == 1);
  CHECK(play(request("box", 0, 2))->runs());
}

TEST("nobody is asked for outputs alone, nor for a device that is not there") {
  a_box_under(hal::Leave::not_asked);
  CHECK(play(request("box", 0, 2))->runs());
  CHECK(play(request("nobody", 2, 0))->error.fault == DeviceFault::missing);
  CHECK(hal::microphone_questions() == 0);
}

TEST("a managed Mac, and a question that nobody answers, are told as they are") {
  a_box_under(hal::Leave::restricted);
  const DeviceError managed = coreaudio::ask_for_microphone();
  CHECK(managed.fault == DeviceFault::denied && has(managed.message, "managed"));
  hal::reset();
  a_box_under(hal::Leave::not_asked, hal::Answer::never);
  for (int round = 0; round < 2; ++round) {
    const DeviceError open = coreaudio::ask_for_microphone(std::chrono::milliseconds(1));
    CHECK(open.fault == DeviceFault::denied && has(open.message, "launchd"));
  }
  CHECK(hal::microphone_questions() == 1);
}
