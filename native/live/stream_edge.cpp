#include "live/stream_edge.h"

#include <algorithm>
#include <cmath>

#include "rt/allocation_count.h"
#include "rt/clock.h"

namespace busbar {
namespace {

/// A device that fails all the time is told of often enough.
constexpr std::size_t kEvents = 64;

}  // namespace

StreamEdge::StreamEdge(std::uint32_t inputs, std::uint32_t outputs, double rate_hz, Exchange& inside)
    : fade(rate_hz),
      inside_(inside),
      input_levels_(inputs),
      output_levels_(outputs),
      mended_(inputs, kMostExchanged),
      in_(inputs),
      out_(outputs),
      events_(kEvents) {}

void StreamEdge::cycle(const Cycle& cycle) noexcept {
  const AllocationScope scope;
  const std::int64_t began = now_ns();
  gate_.enter();
  for (std::uint32_t done = 0; done < cycle.frames;) {
    const std::uint32_t n = std::min(cycle.frames - done, kMostExchanged);
    for (std::size_t c = 0; c < in_.size(); ++c) in_[c] = cycle.in[c] + done;
    for (std::size_t c = 0; c < out_.size(); ++c) out_[c] = cycle.out[c] + done;
    piece(n, {cycle.first + done, cycle.position, cycle.time_ns, began});
    done += n;
  }
  gate_.leave();
  inside_.account(now_ns() - began, cycle.frames);
  if (scope.count() != 0) allocations_.fetch_add(scope.count(), std::memory_order_relaxed);
}

void StreamEdge::piece(std::uint32_t frames, const BlockTime& at) noexcept {
  if (const std::uint64_t bad = input_levels_.add(in_.data(), frames); bad != 0) {
    not_finite_.fetch_add(bad, std::memory_order_relaxed);
    for (std::size_t c = 0; c < in_.size(); ++c) {
      double* const to = mended_.channel(c);
      for (std::uint32_t i = 0; i < frames; ++i) to[i] = std::isfinite(in_[c][i]) ? in_[c][i] : 0;
      in_[c] = to;
    }
  }
  inside_.exchange(in_.data(), out_.data(), frames, at);
  fade.process(out_.data(), static_cast<std::uint32_t>(out_.size()), frames);
  // Beyond the player's own guard: a format of integers could not be written otherwise.
  if (const std::uint64_t bad = output_levels_.add(out_.data(), frames); bad != 0) {
    not_finite_.fetch_add(bad, std::memory_order_relaxed);
    for (double* channel : out_)
      for (std::uint32_t i = 0; i < frames; ++i)
        if (!std::isfinite(channel[i])) channel[i] = 0;
  }
}

void StreamEdge::xrun(XrunKind kind, std::uint64_t frames) noexcept {
  xruns_.fetch_add(1, std::memory_order_relaxed);
  inside_.restarted();
  // The last place is for the loss, after which nothing comes.
  if (events_.has_room(2)) events_.push({StreamEvent::Kind::xrun, now_ns(), DeviceFault::none, kind, frames, ""});
}

void StreamEdge::remark(const char* what) noexcept {
  if (events_.has_room(2)) events_.push({StreamEvent::Kind::remark, now_ns(), DeviceFault::none, XrunKind::both, 0, what});
}

void StreamEdge::lost(DeviceFault fault, const char* why) noexcept {
  events_.push({StreamEvent::Kind::lost, now_ns(), fault, XrunKind::both, 0, why});
  lost_.store(true, std::memory_order_release);
}

}  // namespace busbar
