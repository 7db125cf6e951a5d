#include "devices/jack/process.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "rt/audio_thread.h"
#include "rt/clock.h"
#include "rt/denormals.h"
#include "rt/thread_priority.h"
#include "rt/thread_setup.h"

namespace busbar::jack {

static_assert(std::atomic<std::uint8_t>::is_always_lock_free && std::atomic<std::uint32_t>::is_always_lock_free);

Process::Process(std::shared_ptr<ServerClient> client, std::vector<Port*> inputs, std::vector<Port*> outputs, Frames period)
    : client_(std::move(client)),
      inputs_(std::move(inputs)),
      outputs_(std::move(outputs)),
      from_(inputs_.size()),
      to_(outputs_.size()),
      period_(period),
      channels_(inputs_.size() + outputs_.size(), period) {
  for (std::size_t c = 0; c < inputs_.size(); ++c) in_.push_back(channels_.channel(c));
  for (std::size_t c = 0; c < outputs_.size(); ++c) out_.push_back(channels_.channel(inputs_.size() + c));
}

void Process::enter_thread() noexcept {
  // Not by `set_thread_init_callback`: that is called on the notification thread as well.
  block_signals();
  prepare_small_stack();
  name_this_thread(kAudioThreadName);
  thread_.store(thread_number(), std::memory_order_release);
}

int Process::run(Frames frames) noexcept {
  State expected = State::idle;
  if (!state_.compare_exchange_strong(expected, State::cycle, std::memory_order_acquire)) {
    // Stopped: what is in our buffers would be heard again. Lost: the buffers are the dead server's.
    if (expected == State::over && fault_ == DeviceFault::none) silence(frames);
    return 0;
  }
  if (thread_.load(std::memory_order_relaxed) != 0) {
    cycles(frames);
  } else {
    enter_thread();
    silence(frames);
  }
  expected = State::cycle;
  if (!state_.compare_exchange_strong(expected, State::idle, std::memory_order_release, std::memory_order_acquire)) end();
  return 0;
}

void Process::cycles(Frames frames) noexcept {
  const FlushDenormals flush;
  const Library& jack = client_->jack();
  Frames frame = 0;
  Microseconds began = 0, next = 0;
  float period = 0;
  std::int64_t time = now_ns();
  if (jack.get_cycle_times(client_->get(), &frame, &began, &next, &period) == 0) {
    // JACK's clock need not be ours: only how long ago it was is taken from it.
    if (!freewheels_.load(std::memory_order_relaxed)) time -= static_cast<std::int64_t>(jack.get_time() - began) * 1000;
    follow_position(frame);
    next_ = frame + frames;
  }
  report_xruns();

  for (std::size_t c = 0; c < inputs_.size(); ++c)
    from_[c] = inputs_[c] == nullptr ? nullptr : static_cast<const float*>(jack.port_get_buffer(inputs_[c], frames));
  for (std::size_t c = 0; c < outputs_.size(); ++c)
    to_[c] = outputs_[c] == nullptr ? nullptr : static_cast<float*>(jack.port_get_buffer(outputs_[c], frames));
  // The server's period may have grown: then several cycles make one of the server's.
  for (Frames done = 0; done < frames;) {
    const Frames n = std::min(period_, frames - done);
    for (std::size_t c = 0; c < in_.size(); ++c)
      if (from_[c] != nullptr) std::copy_n(from_[c] + done, n, in_[c]);
    stream_client_->cycle({in_.data(), out_.data(), n, time, position_, position_ - frames + done});
    for (std::size_t c = 0; c < out_.size(); ++c)
      if (to_[c] != nullptr) std::transform(out_[c], out_[c] + n, to_[c] + done, [](double x) { return static_cast<float>(x); });
    done += n;
  }
  position_ += frames;
}

void Process::follow_position(Frames now) noexcept {
  const bool jumps = jump_.exchange(false, std::memory_order_relaxed);
  const Frames skipped = now - next_;
  if (skipped == 0 || jumps || skipped > 0x7fffffff) return;
  position_ += skipped;
  lost_ += skipped;
}

void Process::report_xruns() noexcept {
  // The server's word counts; what the position skipped until then goes with it.
  for (const std::uint32_t xruns = xruns_.load(std::memory_order_relaxed); reported_ != xruns; ++reported_)
    stream_client_->xrun(XrunKind::both, std::exchange(lost_, 0));
}

void Process::finish(DeviceFault fault, const char* why) noexcept {
  if (finished_.exchange(true, std::memory_order_acq_rel)) return;
  fault_ = fault;
  why_ = why;
  if (state_.exchange(State::ending, std::memory_order_acq_rel) == State::idle) end();
}

void Process::end() noexcept {
  if (fault_ != DeviceFault::none && stream_client_ != nullptr) stream_client_->lost(fault_, why_);
  state_.store(State::over, std::memory_order_release);
}

void Process::silence(Frames frames) noexcept {
  for (Port* port : outputs_)
    if (port != nullptr) std::fill_n(static_cast<float*>(client_->jack().port_get_buffer(port, frames)), frames, 0.0F);
}

}  // namespace busbar::jack
