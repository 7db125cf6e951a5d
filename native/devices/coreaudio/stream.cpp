// The stream: a unit that is opened, started and given back within bounds of time. See coreaudio.h.
#include <chrono>
#include <utility>

#include "devices/coreaudio/coreaudio.h"
#include "devices/coreaudio/unit.h"
#include "devices/deadline.h"
#include "rt/thread_priority.h"

namespace busbar {
namespace coreaudio {
namespace {

/// Longer than all that is waited for inside, two tries to make an aggregate among it.
constexpr std::chrono::seconds kOpening{30}, kStarting{10};
constexpr std::chrono::seconds kClosing{2};

DeviceError silent_service(const std::string& id) {
  return {DeviceFault::failed, "CoreAudio does not answer for " + id + ": where it stays so, `sudo killall coreaudiod` starts it anew"};
}

class CoreaudioStream final : public Stream {
 public:
  CoreaudioStream(std::shared_ptr<Unit> unit, std::string id) : unit_(std::move(unit)), id_(std::move(id)) {
    const DeviceForm& form = unit_->form();
    info_.rate_hz = form.rate_hz;
    info_.period = form.period;
    info_.format = "f32";
    info_.input_latency = unit_->input_latency();
    info_.output_latency = unit_->output_latency();
    info_.scheduling = "not started";
  }
  ~CoreaudioStream() override { stop(); }

  const StreamInfo& info() const noexcept override { return info_; }

  DeviceError start(StreamClient& client) override {
    if (DeviceError e = unit_->attach(client)) return e;
    const auto started = within_deadline([unit = unit_] { return unit->start(); }, kStarting);
    if (!started) return silent_service(id_);
    if (*started) return *started;
    const Scheduling granted = scheduling_of(unit_->thread());
    info_.realtime = granted.realtime;
    info_.scheduling = granted.words;
    return {};
  }

  /// Where CoreAudio does not answer, the unit goes when it does.
  void stop() noexcept override {
    if (!unit_) return;
    unit_->finish();
    within_deadline([unit = std::move(unit_)]() mutable { return unit.reset(), true; }, kClosing);
  }

 private:
  std::shared_ptr<Unit> unit_;
  std::string id_;
  StreamInfo info_;
};

}  // namespace
}  // namespace coreaudio

DeviceError open_coreaudio(const StreamRequest& request, const CoreaudioOptions& options, std::unique_ptr<Stream>& out) {
  using namespace coreaudio;
  auto unit = std::make_shared<Unit>();
  const auto opened = within_deadline([unit, request, options] { return unit->open(request, options); }, kOpening);
  if (!opened) return silent_service(request.id);
  if (*opened) {
    within_deadline([unit = std::move(unit)]() mutable { return unit.reset(), true; }, kClosing);
    return *opened;
  }
  out = std::make_unique<CoreaudioStream>(std::move(unit), request.id);
  return {};
}

}  // namespace busbar
