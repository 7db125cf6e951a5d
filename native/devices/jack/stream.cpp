// The stream: a client that is opened, started and stopped within bounds of time. See jack.h.

#include <chrono>
#include <thread>
#include <utility>

#include "devices/deadline.h"
#include "devices/jack/active_client.h"
#include "devices/jack/errors.h"
#include "devices/jack/jack.h"
#include "rt/thread_priority.h"

namespace busbar {
namespace jack {
namespace {

/// For what the server's thread is about to do: until it holds, or not for ever.
template <class Condition>
bool wait_for(Condition holds, std::chrono::milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

constexpr std::chrono::milliseconds kFirstCycle{1000};
constexpr std::chrono::milliseconds kClosing{1000};

class JackStream final : public Stream {
 public:
  explicit JackStream(std::shared_ptr<ActiveClient> active) : active_(std::move(active)) {
    ServerClient& client = active_->client();
    info_.rate_hz = client.jack().get_sample_rate(client.get());
    info_.period = client.jack().get_buffer_size(client.get());
    info_.format = "f32";
    info_.scheduling = "not started";
  }
  ~JackStream() override { stop(); }

  const StreamInfo& info() const noexcept override { return info_; }

  DeviceError start(StreamClient& client) override {
    active_->process().set_client(client);
    const auto activated = within_deadline([active = active_] { return active->activate(); });
    if (!activated) return silent_server(active_->client().server());
    if (!*activated) return {DeviceFault::gone, "the JACK server `" + active_->client().server() + "` went away while it was opened"};
    const Process& process = active_->process();
    wait_for([&] { return process.thread() != 0 || process.over(); }, kFirstCycle);
    const Scheduling granted = process.thread() == 0 ? Scheduling{false, "the server's thread has not run yet"} : scheduling_of(process.thread());
    info_.realtime = granted.realtime;
    info_.scheduling = granted.words;
    info_.input_latency = active_->latency().farthest(kCapture);
    info_.output_latency = active_->latency().farthest(kPlayback);
    return {};
  }

  void stop() noexcept override {
    if (!active_) return;
    active_->process().finish(DeviceFault::none, "");
    wait_for([&] { return active_->process().over(); }, kPatience);
    // Where the server does not answer, the client goes when it does; the last to hold it closes it.
    within_deadline([active = std::move(active_)]() mutable { return active.reset(), true; }, kClosing);
  }

  void set_paths(std::vector<StreamPath> paths) override {
    if (!active_) return;
    active_->latency().set_paths(std::move(paths));
    active_->connector().recompute_latencies();
  }

  void set_wishes(const std::vector<PortWish>& inputs, const std::vector<PortWish>& outputs) override {
    if (active_) active_->set_wishes(inputs, outputs);
  }

 private:
  std::shared_ptr<ActiveClient> active_;
  StreamInfo info_;
};

}  // namespace
}  // namespace jack

std::unique_ptr<Stream> open_jack(const StreamRequest& request, const JackOptions& options, DeviceError& error) {
  using namespace jack;
  auto client = ServerClient::open(request.id, options.client, error);
  if (!client) return nullptr;
  const double rate = client->jack().get_sample_rate(client->get());
  if (rate != request.rate_hz) {
    error = wrong_rate(client->server(), rate, request.rate_hz);
    return nullptr;
  }
  using Made = std::pair<std::shared_ptr<ActiveClient>, DeviceError>;
  auto made = within_deadline([client, options]() -> Made {
    DeviceError refused;
    auto active = ActiveClient::make(client, options, refused);
    return {std::move(active), std::move(refused)};
  });
  if (!made) {
    error = silent_server(client->server());
    return nullptr;
  }
  error = std::move(made->second);
  if (!made->first) return nullptr;
  return std::make_unique<JackStream>(std::move(made->first));
}

}  // namespace busbar
