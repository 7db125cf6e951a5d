#include "devices/alsa/stream.h"

#include <algorithm>
#include <cerrno>
#include <climits>

#include "rt/clock.h"

namespace busbar::alsa {
namespace {

constexpr int kResumeTries = 60;
constexpr std::int64_t kResumePause = 50'000'000;
constexpr std::int64_t kRestartPause = 20'000'000;
/// One turn may have been held up between asking one side and the other, several in a row were not.
constexpr unsigned kLagging = 3;

}  // namespace

/// All that may fail or take its time is done before there is a thread; what is left to it is to set the device off.
DeviceError AlsaStream::start(StreamClient& client) {
  client_ = &client;
  waiting_->forget();
  patience_ = {};
  if (const int error = fill(); error < 0) return call_error(alsa_, request_.id, "prepare", error);
  for (std::optional<Side>* side : {&capture_, &playback_})
    if (*side) (*side)->touch();
  if (const std::string refused = thread_.start(request_.priority, [this] { run(); }); !refused.empty())
    return {DeviceFault::failed, refused};
  info_.realtime = thread_.scheduling().realtime;
  info_.scheduling = thread_.scheduling().words;
  info_.thread = thread_.number();
  return {};
}

void AlsaStream::stop() noexcept {
  if (waiting_) waiting_->ask_to_stop();
  thread_.join();
}

void AlsaStream::run() noexcept {
  position_.begin(info_.rate_hz, now_ns());
  const Side& driver = capture_ ? *capture_ : *playback_;
  std::optional<Loss> loss;
  if (set_off() < 0) loss = restart_until_it_runs();
  while (!loss) {
    const Turn result = turn();
    if (result.stop) break;
    if (!result.good()) loss = recover(result);
    else if (position_.runs_away(now_ns(), driver.granted().buffer))
      loss = Loss{DeviceFault::unsupported, "it has no clock: it takes and gives audio as fast as it can"};
  }
  for (std::optional<Side>* side : {&capture_, &playback_})
    if (*side) (*side)->drop();
  if (loss) client_->lost(loss->fault, loss->why);
}

AlsaStream::Turn AlsaStream::turn() noexcept {
  waiting_->rewind();
  for (;;) {
    if (waiting_->stopping()) return {.stop = true};
    // The one whose position gets a time, in `play`, is asked last: nothing comes in between.
    const long playback = playback_ ? playback_->ready() : LONG_MAX;
    const long capture = capture_ ? capture_->ready() : LONG_MAX;
    Turn found = whose(capture < 0 ? capture_->trouble_of(capture) : Trouble::none,
                       playback < 0 ? playback_->trouble_of(playback) : Trouble::none);
    if (!found.good()) return found;
    const long period = info_.period;
    if (capture >= period && playback >= period) return play(capture, playback);
    switch (waiting_->wait(capture < period, playback < period, found.capture, found.playback)) {
      case Woken::stop: return {.stop = true};
      case Woken::timeout: found.timeout = true; break;
      case Woken::look: break;
    }
    if (!found.good()) return found;
  }
}

AlsaStream::Turn AlsaStream::play(long capture_ready, long playback_ready) noexcept {
  take_stamp(capture_ ? capture_ready : playback_ready);
  const std::uint32_t period = info_.period;
  for (long left = std::min(capture_ready, playback_ready); left >= period; left -= period) {
    if (capture_)
      if (const int e = capture_->read(in_channels_.data(), request_.inputs, period); e < 0) return whose(capture_->trouble_of(e), Trouble::none);
    client_->cycle({in_channels_.data(), out_channels_.data(), period, position_.time_ns(), position_.frames(), position_.done()});
    if (playback_)
      if (const int e = playback_->write(out_channels_.data(), request_.outputs, period); e < 0) return whose(Trouble::none, playback_->trouble_of(e));
    position_.exchanged(period);
  }
  patience_.moved();
  return {.playback = lags(capture_ready, playback_ready) ? Trouble::xrun : Trouble::none};
}

/// An overrun of one side and an underrun of the other come together: name both.
AlsaStream::Turn AlsaStream::whose(Trouble capture, Trouble playback) noexcept {
  if (capture == Trouble::none && playback == Trouble::none) return {};
  if (capture_ && capture == Trouble::none) capture = trouble_of_state(capture_->state());
  if (playback_ && playback == Trouble::none) playback = trouble_of_state(playback_->state());
  return {.capture = capture, .playback = playback};
}

/// Playback that fell behind capture stays there for ever and ALSA never says so. Both advance alike, so at a wake-up
/// one wants as much as the other has, however late it is. A device of which that was never true counts otherwise.
bool AlsaStream::lags(long capture_ready, long playback_ready) noexcept {
  if (!playback_ || !capture_) return false;
  const bool behind = playback_ready - capture_ready >= static_cast<long>(info_.period);
  kept_up_ = kept_up_ || !behind;
  lagging_ = behind && kept_up_ ? lagging_ + 1 : 0;
  return lagging_ == kLagging;
}

void AlsaStream::take_stamp(long ready) noexcept {
  std::int64_t time = now_ns();
  (capture_ ? *capture_ : *playback_).stamp(ready, time);
  position_.stamp(ready, time);
}

int AlsaStream::fill() noexcept {
  for (std::optional<Side>* side : {&capture_, &playback_})
    if (*side) (*side)->drop();
  // Linked sides prepare each other, which empties them: so both are prepared before one is filled.
  for (std::optional<Side>* side : {&capture_, &playback_})
    if (*side)
      if (const int e = (*side)->prepare(); e < 0) return e;
  return playback_ ? playback_->fill() : 0;
}

int AlsaStream::set_off() noexcept {
  lagging_ = 0;
  kept_up_ = false;
  for (std::optional<Side>* side : {&playback_, &capture_})
    if (*side)
      if (const int e = (*side)->start(); e < 0) return e;
  return 0;
}

std::optional<Loss> AlsaStream::recover(const Turn& turn) noexcept {
  const Trouble worst = std::max(turn.capture, turn.playback);
  if (worst == Trouble::gone) return Loss{DeviceFault::gone, "it was unplugged, or its driver was unloaded"};
  if (turn.timeout && !patience_.allows_stall()) return Loss{DeviceFault::failed, "it stands still"};
  if (!patience_.allows_restart(now_ns())) return Loss{DeviceFault::failed, "it failed more than five times within a second"};
  if (worst == Trouble::suspended) resume();
  if (std::optional<Loss> loss = restart_until_it_runs()) return loss;
  if (waiting_->stopping()) return {};
  XrunKind kind = XrunKind::both;
  if (worst == Trouble::suspended) kind = XrunKind::suspended;
  else if (turn.capture == Trouble::none && turn.playback != Trouble::none) kind = XrunKind::playback;
  else if (turn.playback == Trouble::none && turn.capture != Trouble::none) kind = XrunKind::capture;
  else if (!playback_) kind = XrunKind::capture;
  else if (!capture_) kind = XrunKind::playback;
  client_->xrun(kind, position_.restarted(now_ns()));
  return {};
}

/// Wakes what can be woken. All is restarted afterwards, whatever the answer: where each side then stands is known.
void AlsaStream::resume() noexcept {
  for (std::optional<Side>* side : {&capture_, &playback_}) {
    if (!*side || (*side)->state() != kSuspended) continue;
    for (int tries = 0; tries < kResumeTries; ++tries) {
      const int answer = (*side)->resume();
      // Plugins say yes while they still sleep.
      if (answer != -EAGAIN && !(answer == 0 && (*side)->state() == kSuspended)) break;
      if (waiting_->pause(kResumePause)) return;
    }
  }
}

std::optional<Loss> AlsaStream::restart_until_it_runs() noexcept {
  for (;;) {
    int error = fill();
    if (error >= 0) error = set_off();
    if (error >= 0) return {};
    if (gone(error)) return Loss{DeviceFault::gone, "it was unplugged, or its driver was unloaded"};
    if (!patience_.allows_restart(now_ns())) return Loss{DeviceFault::failed, "it does not start again"};
    if (waiting_->pause(kRestartPause)) return {};
  }
}

bool AlsaStream::gone(int error) noexcept {
  return (capture_ && capture_->trouble_of(error) == Trouble::gone) || (playback_ && playback_->trouble_of(error) == Trouble::gone);
}

}  // namespace busbar::alsa
