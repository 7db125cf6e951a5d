#include "devices/alsa/waiting.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>

#include "rt/clock.h"

namespace busbar::alsa {
namespace {

constexpr std::int64_t kLeastTimeout = 1'000'000'000;
constexpr std::int64_t kTimeoutPeriods = 8;
/// Wake-ups without a period, in a row, that are usual: plugins with timers of their own, stamps a little early.
constexpr unsigned kUsualFruitless = 16;

timespec span(std::int64_t ns) noexcept {
  ns = std::max<std::int64_t>(ns, 0);
  return {static_cast<time_t>(ns / 1'000'000'000), static_cast<long>(ns % 1'000'000'000)};
}

}  // namespace

Waiting::Waiting(Side* capture, Side* playback, std::int64_t period_ns)
    : capture_(capture), playback_(playback), period_ns_(period_ns), timeout_ns_(std::max(kLeastTimeout, kTimeoutPeriods * period_ns)) {
  event_ = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (event_ < 0) failed_ = errno;
  fds_.push_back({event_, POLLIN, 0});
  for (const Side* side : {capture, playback})
    if (side != nullptr) fds_.insert(fds_.end(), side->wanted(), side->wanted() + side->descriptors());
}

Waiting::~Waiting() {
  if (event_ >= 0) close(event_);
}

void Waiting::ask_to_stop() noexcept {
  stop_.store(true, std::memory_order_release);
  (void)eventfd_write(event_, 1);
}

void Waiting::forget() noexcept {
  eventfd_t counted = 0;
  (void)eventfd_read(event_, &counted);
  stop_.store(false, std::memory_order_release);
}

void Waiting::rewind() noexcept {
  deadline_ns_ = now_ns() + timeout_ns_;
  fruitless_ = 0;
}

bool Waiting::pause(std::int64_t ns) noexcept {
  pollfd stop = fds_.front();
  const timespec time = span(ns);
  (void)ppoll(&stop, 1, &time, nullptr);
  return stopping();
}

Trouble Waiting::look(Side* side, unsigned first, bool asked) noexcept {
  if (!asked) return Trouble::none;
  // A plugin may have taken the events for its own and say nothing: what poll said counts as well.
  unsigned short events = side->events(&fds_[first]);
  for (unsigned i = 0; i < side->descriptors(); ++i) events |= static_cast<unsigned short>(fds_[first + i].revents & (POLLNVAL | POLLHUP));
  if ((events & (POLLNVAL | POLLHUP)) != 0) return Trouble::gone;
  // An error by itself says nothing: the state does.
  return (events & POLLERR) != 0 ? trouble_of_state(side->state()) : Trouble::none;
}

Woken Waiting::wait(bool for_capture, bool for_playback, Trouble& capture, Trouble& playback) noexcept {
  if (++fruitless_ > kUsualFruitless && pause(period_ns_ / 4)) return Woken::stop;
  const unsigned first_capture = 1, first_playback = first_capture + (capture_ == nullptr ? 0 : capture_->descriptors());
  // poll leaves out negative descriptors: one that is ready already would wake it for nothing.
  const auto ask = [this](const Side* side, unsigned first, bool asked) {
    for (unsigned i = 0; side != nullptr && i < side->descriptors(); ++i) fds_[first + i].fd = asked ? side->wanted()[i].fd : -1;
  };
  ask(capture_, first_capture, for_capture);
  ask(playback_, first_playback, for_playback);
  const timespec time = span(deadline_ns_ - now_ns());
  const int woken = ppoll(fds_.data(), fds_.size(), &time, nullptr);
  if (stopping()) return Woken::stop;
  if (woken == 0) return Woken::timeout;
  if (woken > 0) {
    capture = look(capture_, first_capture, for_capture);
    playback = look(playback_, first_playback, for_playback);
  }
  return now_ns() >= deadline_ns_ ? Woken::timeout : Woken::look;
}

}  // namespace busbar::alsa
