#include "devices/virtual.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cmath>
#include <system_error>

#include "dsp/random.h"
#include "rt/arena.h"
#include "rt/clock.h"
#include "rt/realtime_thread.h"

namespace busbar {
namespace {

constexpr std::uint32_t kPeriod = 256;
constexpr std::uint32_t kPeriods = 3;
constexpr std::int64_t kSliceNs = 10'000'000;

const char* file_trouble(int number) noexcept {
  return number == ENOSPC || number == EDQUOT ? "the disk is full" : "a file of the device could not be read or written";
}

const Span* covering(const std::vector<Span>& spans, double time) noexcept {
  const auto found = std::ranges::find_if(spans, [time](const Span& s) { return s.from <= time && time < s.until; });
  return found == spans.end() ? nullptr : &*found;
}

class VirtualStream final : public Stream {
 public:
  VirtualStream(const StreamRequest& request, const VirtualDevice& device)
      : request_(request),
        clock_(device.clock),
        period_(request.period == 0 ? kPeriod : request.period),
        files_(device.reads, device.writes, request.rate_hz, period_),
        channels_(std::size_t{request.inputs} + request.outputs, period_) {
    in_ = channels_.pointers(0, request.inputs);
    out_ = channels_.pointers(request.inputs, request.outputs);
    info_.rate_hz = request.rate_hz;
    info_.period = period_;
    info_.periods = request.periods == 0 ? kPeriods : request.periods;
    info_.format = "f64";
    info_.pitch = true;
  }
  ~VirtualStream() override { stop(); }

  FileError open_files() { return files_.open(); }
  const StreamInfo& info() const noexcept override { return info_; }
  void set_pitch(double ppm) override { pitch_.store(ppm, std::memory_order_relaxed); }

  DeviceError start(StreamClient& client) override {
    client_ = &client;
    if (const std::string why = thread_.start(request_.priority, [this] { run(); }); !why.empty()) {
      client_ = nullptr;
      return {DeviceFault::failed, why};
    }
    info_.realtime = thread_.scheduling().realtime;
    info_.scheduling = thread_.scheduling().words;
    info_.thread = thread_.number();
    return {};
  }

  void stop() noexcept override {
    stop_.store(true, std::memory_order_release);
    thread_.join();
    const FileError error = files_.finish();
    if (error && client_ && !lost_) client_->lost(DeviceFault::failed, file_trouble(error.number));
    client_ = nullptr;
  }

 private:
  void run() noexcept {
    const std::uint64_t buffer = std::uint64_t{info_.period} * info_.periods;
    Random random;
    random.seed(clock_.seed, 0);
    double pitch = 0;
    SimulatedClock clockwork({info_.rate_hz, clock_.ppm, clock_.wander_ppm, period_, 0, seconds_at(now_ns()), 0, 0, {}});
    for (std::uint64_t position = period_;; position += period_) {
      // From the position, never from the wake-up before: errors do not add up.
      const double due = clockwork.when(static_cast<std::int64_t>(position));
      if (const Span* absence = covering(clock_.absences, due)) {
        sleep_until(ns_at(absence->from));
        lost_ = true;
        return client_->lost(DeviceFault::gone, "it was unplugged");
      }
      if (const Span* stall = covering(clock_.stalls, due)) stand_still(ns_at(stall->until));
      const std::int64_t stamp = ns_at(due) + unrest(random);
      sleep_until(stamp);
      if (stop_.load(std::memory_order_acquire)) return;
      if (const int number = files_.failure(); number != 0) {
        lost_ = true;
        return client_->lost(DeviceFault::failed, file_trouble(number));
      }
      const double behind = (seconds_at(now_ns()) - due) * info_.rate_hz;
      const auto late = static_cast<std::uint64_t>(std::max(0.0, behind));
      if (late > buffer || !files_.ready(period_)) {
        client_->xrun(XrunKind::both, period_ + late);
        position += late;
        continue;
      }
      files_.read(in_.data(), period_);
      client_->cycle({in_.data(), out_.data(), period_, stamp, position, position - period_});
      files_.write(out_.data(), period_);
      if (const double wanted = pitch_.load(std::memory_order_relaxed); wanted != pitch) {
        pitch = wanted;
        clockwork.steer(pitch, static_cast<std::int64_t>(position));
      }
    }
  }

  /// In slices, so that a stream that is to stop does not wait for the end.
  void stand_still(std::int64_t until) const noexcept {
    while (now_ns() < until && !stop_.load(std::memory_order_acquire)) sleep_until(std::min(until, now_ns() + kSliceNs));
  }

  double seconds_at(std::int64_t ns) const noexcept { return static_cast<double>(ns - clock_.origin_ns) * 1e-9; }
  std::int64_t ns_at(double seconds) const noexcept { return clock_.origin_ns + std::llround(seconds * 1e9); }

  /// Lateness of one wake-up in nanoseconds; never as much as a period, so that stamps stay in order.
  std::int64_t unrest(Random& random) const noexcept {
    if (clock_.jitter_us <= 0) return 0;
    const double late = random.exponential() * clock_.jitter_us * 1000;
    return std::llround(std::min(late, 0.9e9 * period_ / info_.rate_hz));
  }

  StreamRequest request_;
  VirtualClock clock_;
  std::atomic<double> pitch_{0};
  std::uint32_t period_;
  StreamFiles files_;
  ChannelArena channels_;
  std::vector<double*> in_, out_;
  StreamInfo info_;
  StreamClient* client_ = nullptr;
  std::atomic<bool> stop_{false};
  bool lost_ = false;  ///< written by the thread, read after it was joined
  RealtimeThread thread_;
};

}  // namespace

DeviceError open_virtual(const StreamRequest& request, const VirtualDevice& device, std::unique_ptr<Stream>& out) {
  const double now = static_cast<double>(now_ns() - device.clock.origin_ns) * 1e-9;
  if (covering(device.clock.absences, now) != nullptr) return {DeviceFault::missing, "it is unplugged"};
  auto stream = std::make_unique<VirtualStream>(request, device);
  if (const FileError e = stream->open_files())
    return {DeviceFault::failed, e.path + ": " + std::generic_category().message(e.number)};
  out = std::move(stream);
  return {};
}

}  // namespace busbar
