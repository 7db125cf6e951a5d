#include "clock/crossing.h"

#include <algorithm>
#include <cmath>

#include "clock/kernel_taps.h"

namespace busbar {
namespace {

constexpr double kBeta = 14;
/// Frames off the delay that are worked off; beyond it the stream is put back at once.
constexpr double kMostError = 63;
/// Most that a delay is widened by.
constexpr double kWidestSeconds = 0.05;
/// Least that it is widened by at once.
constexpr double kWidenSeconds = 0.001;

/// Real conversions cut off below half the lower rate. Without a conversion two taps are one of 1.
std::unique_ptr<SincTable> table_for(const CrossingSetup& s) {
  if (!s.resample) return std::make_unique<SincTable>(2, 0.5, kBeta);
  const std::uint32_t taps = kernel_taps(s.producer_hz, s.consumer_hz);
  if (is_one_rate(s.producer_hz, s.consumer_hz)) return std::make_unique<SincTable>(taps, 0.5, kBeta);
  return std::make_unique<SincTable>(taps, 0.5 * std::min(1.0, s.consumer_hz / s.producer_hz) * 0.955, kBeta);
}

/// What `wants` can be when the stream is in its place.
std::uint32_t room_for(const CrossingSetup& s) {
  const double ratio = s.producer_hz / s.consumer_hz;
  return static_cast<std::uint32_t>(s.delay + kWidestSeconds * s.producer_hz + 4 * (s.producer_period + s.consumer_period * ratio)) +
         4 * kernel_taps(s.producer_hz, s.consumer_hz);
}

}  // namespace

Crossing::Crossing(const CrossingSetup& setup)
    : setup_(setup),
      room_frames_(room_for(setup)),
      table_(table_for(setup)),
      ring_(setup.channels, 2 * room_frames_),
      producer_(setup.producer_hz, setup.producer_period),
      consumer_(setup.consumer_hz, setup.consumer_period),
      loop_(setup.producer_hz, setup.consumer_hz, setup.delay, setup.consumers),
      resampler_(*table_, setup.channels, room_frames_),
      fade_(setup.channels, setup.consumer_hz),
      splice_(setup.producer_hz, table_->taps()),
      headroom_(static_cast<std::uint32_t>(kWidenSeconds * setup.producer_hz)),
      room_(setup.channels) {}

void Crossing::push(const double* const* in, std::uint32_t frames, const BlockTime& at) noexcept {
  const std::uint32_t fits = std::min(frames, ring_.writable());
  // A full ring (nobody pulls) drops the end of the block: what follows has other numbers.
  const auto offset = static_cast<std::int64_t>(at.first - pushed_);
  if (said_.generation == 0 || offset != said_.offset) {
    said_.offset = offset;
    // What waits in the ring is played on where the producer was restarted; where frames are missing it is out of place.
    if (!producer_restarted_) said_.begins = pushed_;
    ++said_.generation;
  }
  if (is_spliced_) said_.splice = pushed_;
  producer_restarted_ = is_spliced_ = false;
  producer_.wake(at.time_ns, at.position);
  // Before the frames: none is in the ring whose number was not said.
  if (producer_.ready()) {
    said_.line = producer_.line();
    post_.write(said_);
  }
  ring_.write(in, fits);
  pushed_ += fits;
}

void Crossing::realign(double error) noexcept {
  const auto whole = static_cast<std::int64_t>(std::llround(error));
  if (generation_ == heard_.generation) {
    resampler_.skip(whole);
    if (playing_) lost_.fetch_add(static_cast<std::uint64_t>(std::abs(whole)), std::memory_order_relaxed);
  } else {
    StreamPosition at = resampler_.position();
    at.frame += static_cast<std::uint64_t>(whole);
    if (!setup_.resample) at.fraction = 0;
    // What lies before the taps' reach is of no use any more, nor what had other numbers: it belongs before a gap.
    const auto passed = static_cast<std::int64_t>(at.frame - table_->taps() / 2 - fetched_) - heard_.offset;
    const std::int64_t useless = std::max(passed, static_cast<std::int64_t>(heard_.begins - fetched_));
    if (useless > 0) discard(static_cast<std::uint32_t>(std::min<std::int64_t>(useless, ring_.readable())));
    oldest_ = fetched_ + static_cast<std::uint64_t>(heard_.offset);
    if (heard_.splice > fetched_) splice_.expect(heard_.splice + static_cast<std::uint64_t>(heard_.offset));
    else splice_.forget();
    resampler_.start(oldest_, at);
    generation_ = heard_.generation;
  }
  loop_.moved(error - static_cast<double>(whole));
  if (playing_) fade_.break_off();
  realigned_ = true;
}

void Crossing::discard(std::uint32_t frames) noexcept {
  ring_.skip(frames);
  fetched_ += frames;
}

void Crossing::fetch(std::uint32_t frames) noexcept {
  for (std::uint32_t c = 0; c < setup_.channels; ++c) room_[c] = resampler_.room(c, frames);
  ring_.read(room_.data(), frames);
  resampler_.came(frames);
  fetched_ += frames;
}

void Crossing::silence(double* const* out, std::uint32_t frames) noexcept {
  playing_ = false;
  running_.store(false, std::memory_order_relaxed);
  fade_.fill(out, frames);
  if (!began_) return;
  const double lost = frames * setup_.producer_hz / setup_.consumer_hz + lost_part_;
  lost_part_ = lost - std::floor(lost);
  lost_.fetch_add(static_cast<std::uint64_t>(lost), std::memory_order_relaxed);
}

void Crossing::widen(std::uint32_t frames) noexcept {
  const std::uint32_t before = widened_.load(std::memory_order_relaxed);
  const std::uint32_t more = std::min(frames, static_cast<std::uint32_t>(kWidestSeconds * setup_.producer_hz) - before);
  loop_.widen(more);
  widened_.store(before + more, std::memory_order_relaxed);
}

void Crossing::pull(double* const* out, std::uint32_t frames, const BlockTime& at) noexcept {
  consumer_.wake(at.time_ns, at.position);
  // Before what was said of them, so that all of them are meant.
  const std::uint64_t arrived = fetched_ + ring_.readable();
  post_.read(heard_);
  if (heard_.generation != known_) headroom_.forget();
  known_ = heard_.generation;
  if (heard_.generation == 0 || !consumer_.ready()) {
    if (const std::uint32_t there = ring_.readable(); there > room_frames_) discard(there - room_frames_);
    return silence(out, frames);
  }

  double error = loop_.error(heard_.line, consumer_.line(), at.first, resampler_.position());
  if (heard_.restarts != restarts_known_) loop_.restarted();
  restarts_known_ = heard_.restarts;
  // A stream that is not resampled is put in its place once the clocks are well known, after every restart as well, and
  // stays there. What a restart left out is no drift, which would be worked off.
  const bool in_place = consumer_restarted_ || (!setup_.resample && loop_.settles(frames));
  consumer_restarted_ = false;
  const double most = in_place ? 1 : kMostError;
  if (generation_ != heard_.generation || std::fabs(error) > most) {
    realign(error);
    error = loop_.error(heard_.line, consumer_.line(), at.first, resampler_.position());
  }
  double from = loop_.ratio(), to = loop_.next(heard_.line, consumer_.line(), error, frames);
  if (!setup_.resample) from = to = 1;
  const std::uint32_t wants = resampler_.wants(frames, std::max(from, to));
  const std::uint32_t there = arrived > fetched_ ? static_cast<std::uint32_t>(arrived - fetched_) : 0;
  const double speed = consumer_.line().seconds_per_frame / heard_.line.seconds_per_frame;
  drift_ppm_.store((speed * setup_.consumer_hz / setup_.producer_hz - 1) * 1e6, std::memory_order_relaxed);
  free_ppm_.store((speed * pitch_ / heard_.pitch * setup_.consumer_hz / setup_.producer_hz - 1) * 1e6, std::memory_order_relaxed);
  error_.store(error, std::memory_order_relaxed);
  if (wants > there || wants > room_frames_) {
    // The producer is late: the block is silent, and the stream is put back when there is enough again.
    if (began_ && wants <= room_frames_) widen(headroom_.short_of(wants - there));
    generation_ = 0;
    return silence(out, frames);
  }
  headroom_.enough();
  fetch(wants);
  const StreamPosition at_first = resampler_.position();
  const bool before_all = static_cast<std::int64_t>(at_first.frame - table_->taps() / 2 - oldest_) < 0;
  resampler_.produce(out, frames, from, to);
  // A stream that begins in the middle of a block begins with the next.
  if (before_all) return silence(out, frames);
  splice_.pass(out, setup_.channels, frames, at_first, from);
  fade_.pass(out, frames);
  if (realigned_ && began_) restarts_.fetch_add(1, std::memory_order_relaxed);
  realigned_ = false;
  began_ = playing_ = true;
  running_.store(true, std::memory_order_relaxed);
}

CrossingState Crossing::state() const noexcept {
  return {drift_ppm_.load(std::memory_order_relaxed), free_ppm_.load(std::memory_order_relaxed), error_.load(std::memory_order_relaxed),
          lost_.load(std::memory_order_relaxed),      restarts_.load(std::memory_order_relaxed),
          widened_.load(std::memory_order_relaxed),   running_.load(std::memory_order_relaxed)};
}

}  // namespace busbar
