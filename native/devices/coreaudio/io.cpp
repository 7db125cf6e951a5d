#include "devices/coreaudio/io.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "rt/audio_thread.h"
#include "rt/denormals.h"
#include "rt/thread_priority.h"
#include "rt/thread_setup.h"

namespace busbar::coreaudio {
namespace {

constexpr const char* kDenied =
    "its inputs have been exactly zero for two seconds: so macOS answers a program that may not use the microphone. "
    "Allow it for the terminal, in System Settings > Privacy & Security > Microphone, and start it anew";

XrunKind kind_of(const DeviceForm& form) noexcept {
  if (form.out.empty()) return XrunKind::capture;
  return form.in.empty() ? XrunKind::playback : XrunKind::both;
}

}  // namespace

Io::Io(DeviceForm form, const Notices& notices)
    : form_(std::move(form)),
      notices_(notices),
      channels_(form_.in.size() + form_.out.size(), form_.period),
      clock_(form_.rate_hz),
      zeros_(form_.rate_hz),
      kind_(kind_of(form_)) {
  for (std::size_t c = 0; c < form_.in.size(); ++c) in_.push_back(channels_.channel(c));
  for (std::size_t c = 0; c < form_.out.size(); ++c) out_.push_back(channels_.channel(form_.in.size() + c));
  if (!form_.has_microphone || form_.in.empty()) zeros_.end();
}

/// The thread is the HAL's, as is its priority; the rest is made as for our own.
void Io::enter_thread() noexcept {
  block_signals();
  prepare_small_stack();
  name_this_thread(kAudioThreadName);
  overloads_told_ = notices_.overloads();
  thread_.store(std::max(thread_number(), 1), std::memory_order_release);
}

void Io::run(const AudioBufferList* in, const AudioTimeStamp& in_time, AudioBufferList* out, const AudioTimeStamp& out_time) noexcept {
  calls_.fetch_add(1, std::memory_order_release);
  // Outputs come as zeros: who writes nothing is silent.
  if (thread_.load(std::memory_order_relaxed) == 0) return enter_thread();
  const bool captures = !form_.in.empty();
  const std::uint32_t frames = captures ? frames_of(in, form_.inputs) : frames_of(out, form_.outputs);
  const AudioTimeStamp& time = captures ? in_time : out_time;
  if (frames == 0 || (time.mFlags & kAudioTimeStampSampleTimeValid) == 0) return;

  const FlushDenormals flush;
  const SampleClock::Step step = clock_.follow(time.mSampleTime, frames);
  report(step);
  const std::int64_t time_ns = edge_time(time, frames);
  for (std::uint32_t done = 0; done < frames;) {
    const std::uint32_t n = std::min(form_.period, frames - done);
    from_buffers(in, form_.in, done, in_.data(), n);
    if (zeros_.see(in_, n)) client_->remark(kDenied);
    client_->cycle({in_.data(), out_.data(), n, time_ns, step.first, step.first + done});
    to_buffers(out_.data(), form_.out, done, out, n);
    done += n;
  }
}

/// When the cycle's first frame passed the edge: a cycle's frames are there, or are due, one period after. The HAL's time of an
/// input lies a safety offset before that, the time of an output a period and a safety offset after the cycle.
std::int64_t Io::edge_time(const AudioTimeStamp& time, std::uint32_t frames) const noexcept {
  const std::uint64_t ticks = (time.mFlags & kAudioTimeStampHostTimeValid) != 0 ? time.mHostTime : mach_absolute_time();
  const double later = form_.in.empty() ? -2.0 * frames - form_.output_safety : static_cast<double>(form_.input_safety);
  return host_.ns(ticks) + std::llround(later / form_.rate_hz * 1e9);
}

void Io::report(const SampleClock::Step& step) noexcept {
  std::uint64_t lost = step.skipped;
  bool told = false;
  for (const std::uint32_t overloads = notices_.overloads(); overloads_told_ != overloads; ++overloads_told_) {
    if (step.first < std::exchange(forgives_until_, 0)) continue;
    client_->xrun(kind_, std::exchange(lost, 0));
    told = true;
  }
  if (!step.breaks || told) return;
  client_->xrun(kind_, lost);
  forgives_until_ = step.first + static_cast<std::uint64_t>(form_.rate_hz);
}

}  // namespace busbar::coreaudio
