// A service that does not answer, as one that hangs: whoever opens or stops is not kept, and hears nothing of it afterwards.
#include <future>
#include <string_view>

#include "studio.h"

using namespace busbar;

namespace {

/// One call of the API is not answered until it is gone.
class Hanging {
 public:
  explicit Hanging(std::string_view call) {
    hal::before_calls([call, answers = answers_.get_future().share()](const char* function) {
      if (function == call) answers.wait();
    });
  }
  ~Hanging() {
    answers_.set_value();
    hal::before_calls({});
  }
  Hanging(const Hanging&) = delete;
  Hanging& operator=(const Hanging&) = delete;

 private:
  std::promise<void> answers_;
};

}  // namespace

TEST("where the service hangs a stream is stopped all the same, and no cycle comes after it") {
  hurry();
  hal::plug(box("box"));
  const auto opened = play(request("box", 2, 2));
  CHECK(opened->runs() && opened->client.wait_frames(480));
  const Hanging hanging("AudioDeviceStop");
  opened->stream->stop();
  const std::uint64_t frames = opened->client.frames;
  CHECK(hal::is_running("box") && hal::wait_for_cycles("box", 5));
  CHECK(opened->client.frames == frames);
}

TEST("where the service hangs what cannot be opened is answered all the same") {
  hal::plug(box("box"));
  StreamRequest unknown = request("box", 2, 2);
  unknown.rate_hz = 22050;
  std::future<DeviceFault> answer;
  {
    const Hanging hanging("AudioObjectRemovePropertyListener");
    answer = std::async(std::launch::async, [&] { return play(unknown)->error.fault; });
    CHECK(answer.wait_for(std::chrono::seconds(20)) == std::future_status::ready);
  }
  CHECK(answer.get() == DeviceFault::unsupported);
}
