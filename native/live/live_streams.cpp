// Streams of the live engine: opened, joined to their runners, faded out and closed.
#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>

#include "live/live.h"
#include "rt/clock.h"
#include "rt/resident.h"

namespace busbar {
namespace {

using std::chrono::milliseconds;

/// A device that does not come round for the fade is not waited for.
constexpr double kMostPeriodsOfFade = 8;
constexpr std::int64_t kFadeMs = 10, kPatienceMs = 250;
/// Of a crossing that has run dry, and a block to each side of it.
constexpr double kBreakSeconds = 0.005;

DeviceError is_stopped() { return {DeviceFault::failed, "the engine has stopped"}; }

}  // namespace

/// By whoever comes first; the others wait until it is done.
void Live::OpenStream::halt() noexcept {
  const std::lock_guard lock(halting);
  stream->stop();
}

Runner& Live::runner(std::uint32_t number) {
  std::unique_ptr<Runner>& found = runners_[number];
  if (!found) found = std::make_unique<Runner>();
  return *found;
}

DeviceSpec Live::device_of(const StreamOrder& order) {
  DeviceSpec device = order.device;
  const std::lock_guard lock(mutex_);
  if (origin_ns_ == 0) origin_ns_ = now_ns();
  device.virtual_device.clock.origin_ns = origin_ns_;
  const auto found = runners_.find(order.runner);
  if (order.keeps_clock && found != runners_.end()) device.virtual_device.clock.ppm = found->second->clock_ppm();
  return device;
}

DeviceError Live::open(const StreamOrder& order, std::uint32_t& number, StreamInfo& info) {
  auto opened = std::make_shared<OpenStream>();
  OpenStream& o = *opened;
  if (DeviceError e = open_device(device_of(order), o.stream)) return e;
  if (!order.drives && order.crossing.drift == Drift::steer && !o.stream->info().pitch)
    return {DeviceFault::unsupported, "it has no control that moves its clock, so it cannot be steered: `drift: resample` can"};
  if (order.replaces != 0) close(order.replaces);
  const StreamRequest& request = order.device.request;
  const double rate_hz = o.stream->info().rate_hz;
  o.runner = order.runner;
  o.drives = order.drives;
  o.slots = order.slots;
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return is_stopped();
    Runner& runner = this->runner(order.runner);
    if (order.drives) {
      if (runner.has_driver()) return {DeviceFault::busy, "another stream drives this clock domain"};
      o.edge = std::make_unique<StreamEdge>(request.inputs, request.outputs, rate_hz, runner);
      runner.set_driver(order.slots, rate_hz, o.stream->info().period);
    } else {
      o.member = std::make_shared<Member>(request.inputs, request.outputs, rate_hz, o.stream->info().period, order.crossing);
      o.edge = std::make_unique<StreamEdge>(request.inputs, request.outputs, rate_hz, *o.member);
      runner.add({o.member, order.slots});
    }
    number = o.number = ++last_stream_;
  }
  map_code();
  DeviceError error = o.stream->start(*o.edge);
  if (!error) {
    info = o.stream->info();
    o.at_start = faults_of(info.thread);
    const std::lock_guard lock(mutex_);
    if (!stopped_) {
      streams_[number] = std::move(opened);
      return {};
    }
    error = is_stopped();
  }
  o.halt();
  const std::lock_guard lock(mutex_);
  detach(o);
  return error;
}

void Live::detach(OpenStream& stream) {
  Runner& runner = *runners_.at(stream.runner);
  if (stream.drives) runner.remove_driver();
  else runner.remove(*stream.member);
  runner.past_xruns += stream.edge->xruns();
  hear_stream(stream, late_events_);
  drop_unused_runners();
}

/// Those that neither play a plan nor have a stream.
void Live::drop_unused_runners() {
  std::erase_if(runners_, [this](const auto& entry) {
    return !entry.second->is_used() && std::find(playing_.begin(), playing_.end(), entry.first) == playing_.end();
  });
}

void Live::fade_out(OpenStream& stream) {
  const StreamInfo& info = stream.stream->info();
  const bool has_outputs = std::ranges::any_of(stream.slots, [](const SlotRange& s) { return s.outputs > 0; });
  if (!has_outputs) return;
  stream.edge->fade.begin_out();
  const double period_ms = 1000 * info.period / info.rate_hz;
  const std::int64_t patience =
      now_ns() + (kFadeMs + kPatienceMs + static_cast<std::int64_t>(kMostPeriodsOfFade * period_ms)) * 1'000'000;
  while (!stream.edge->fade.silent() && !stream.edge->is_lost()) {
    if (now_ns() > patience) return;
    std::this_thread::sleep_for(milliseconds(1));
  }
  // What has faded is still on its way to the converter.
  if (stream.edge->is_lost()) return;
  const auto latency = static_cast<std::int64_t>(1000 * info.output_latency / info.rate_hz);
  std::this_thread::sleep_for(milliseconds(std::min(latency, kPatienceMs)));
}

/// What a stream has captured is on its way to its master: that runs dry, behind a fade, before the stream is unwired.
void Live::run_dry(const OpenStream& stream) {
  if (!stream.member || stream.member->inputs().empty()) return;
  const MemberCrossing& c = stream.member->crossing();
  const double left = c.frames + stream.member->state().widened_in + kBreakSeconds * c.master_hz + 2.0 * c.master_period;
  const std::int64_t patience = now_ns() + kPatienceMs * 1'000'000 + static_cast<std::int64_t>(left / c.master_hz * 1e9);
  for (std::optional<std::uint64_t> end; now_ns() < patience; std::this_thread::sleep_for(milliseconds(1))) {
    const std::lock_guard lock(mutex_);
    // Nobody hears it where outputs are silent or nothing drives.
    if (stopped_ || silent_) return;
    const Runner& runner = *runners_.at(stream.runner);
    if (!end) end = runner.frames() + static_cast<std::uint64_t>(left);
    if (!runner.has_driver() || runner.frames() >= *end) return;
  }
}

bool Live::close(std::uint32_t number) {
  std::shared_ptr<OpenStream> stream;
  {
    const std::lock_guard lock(mutex_);
    const auto found = streams_.find(number);
    if (found == streams_.end() || found->second->closing) return false;
    stream = found->second;
    stream->closing = true;
  }
  fade_out(*stream);
  stream->halt();
  run_dry(*stream);
  const std::lock_guard lock(mutex_);
  if (streams_.erase(number) != 0) detach(*stream);
  return true;
}

void Live::stop() {
  std::vector<std::uint32_t> numbers;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    for (const auto& [number, stream] : streams_) {
      numbers.push_back(number);
      // All at once: each is then closed within one fade.
      stream->edge->fade.begin_out();
    }
  }
  for (const std::uint32_t number : numbers) close(number);
}

void Live::abandon() noexcept {
  std::map<std::uint32_t, std::shared_ptr<OpenStream>> streams;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    streams.swap(streams_);
  }
  for (const auto& [number, stream] : streams) stream->halt();
  const std::lock_guard lock(mutex_);
  for (const auto& [number, stream] : streams) detach(*stream);
}

std::shared_ptr<Live::OpenStream> Live::open_stream(std::uint32_t number) {
  const std::lock_guard lock(mutex_);
  const auto found = streams_.find(number);
  return found == streams_.end() || found->second->closing ? nullptr : found->second;
}

void Live::set_paths(std::uint32_t number, std::vector<StreamPath> paths) {
  const std::shared_ptr<OpenStream> stream = open_stream(number);
  if (!stream) return;
  const std::lock_guard lock(stream->halting);
  stream->stream->set_paths(std::move(paths));
}

void Live::set_wishes(std::uint32_t number, const std::vector<PortWish>& inputs, const std::vector<PortWish>& outputs) {
  const std::shared_ptr<OpenStream> stream = open_stream(number);
  if (!stream) return;
  const std::lock_guard lock(stream->halting);
  stream->stream->set_wishes(inputs, outputs);
}

void Live::steer(OpenStream& stream) {
  if (stream.closing || !stream.member || stream.member->crossing().drift != Drift::steer || !stream.steering.due(now_ns())) return;
  // A stream that is being stopped needs no pitch any more.
  const std::unique_lock lock(stream.halting, std::try_to_lock);
  if (!lock) return;
  const double pitch = stream.steering.next(stream.member->state(), stream.member->crossing().master_hz);
  stream.stream->set_pitch(pitch);
  stream.member->steered(pitch);
}

std::optional<Scheduling> Live::scheduling(std::uint32_t number) {
  const std::lock_guard lock(mutex_);
  const auto found = streams_.find(number);
  if (found == streams_.end()) return std::nullopt;
  const StreamInfo& info = found->second->stream->info();
  return info.thread == 0 ? Scheduling{info.realtime, info.scheduling} : scheduling_of(info.thread);
}

}  // namespace busbar
