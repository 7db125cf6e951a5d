#include "clock/crossing.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace busbar {
namespace {

constexpr std::uint32_t kTaps = 64;
constexpr double kBeta = 14;
constexpr double kFadeSeconds = 0.005;
/// Frames off the delay that are worked off; beyond it the stream is put back at once.
constexpr double kMostError = 64;

/// Real conversions take more taps, and cut off below half the lower rate. Without a conversion two taps are one of 1.
std::unique_ptr<SincTable> table_for(const CrossingSetup& s) {
  if (!s.resample) return std::make_unique<SincTable>(2, 0.5, kBeta);
  const double fall = s.consumer_hz / s.producer_hz;
  if (std::fabs(fall - 1) < 0.01) return std::make_unique<SincTable>(kTaps, 0.5, kBeta);
  return std::make_unique<SincTable>(3 * kTaps, 0.5 * std::min(1.0, fall) * 0.955, kBeta);
}

/// Frames that a resampler holds beyond its taps: what `wants` can be when the stream is in its place.
std::uint32_t room_for(const CrossingSetup& s) {
  const double ratio = s.producer_hz / s.consumer_hz;
  return static_cast<std::uint32_t>(s.delay + 4 * (s.producer_period + s.consumer_period * ratio) + 4 * kTaps);
}

}  // namespace

Crossing::Crossing(const CrossingSetup& setup)
    : setup_(setup),
      table_(table_for(setup)),
      ring_(setup.channels, 2 * room_for(setup)),
      producer_(setup.producer_hz, setup.producer_period),
      consumer_(setup.consumer_hz, setup.consumer_period),
      loop_(setup.producer_hz, setup.consumer_hz, setup.delay),
      resampler_(*table_, setup.channels, room_for(setup)),
      room_(setup.channels),
      fade_frames_(static_cast<std::uint32_t>(kFadeSeconds * setup.consumer_hz)) {}

void Crossing::push(const double* const* in, std::uint32_t frames, std::int64_t time_ns, std::uint64_t position) noexcept {
  const std::uint32_t fits = std::min(frames, ring_.writable());
  ring_.write(in, fits);
  pushed_ += fits;
  producer_.wake(time_ns, position);
  if (!producer_.ready()) return;
  // A full ring (nobody pulls) drops the end of the block: what follows has other numbers.
  const auto offset = static_cast<std::int64_t>(position - (frames - fits) - pushed_);
  if (!numbered_ || offset != said_.offset) {
    said_.offset = offset;
    ++said_.generation;
    numbered_ = true;
  }
  said_.line = producer_.line();
  post_.write(said_);
}

void Crossing::producer_restarted() noexcept {
  producer_.restart();
  numbered_ = false;
}

void Crossing::consumer_restarted() noexcept {
  consumer_.restart();
  generation_ = 0;
}

void Crossing::realign(double error) noexcept {
  const auto whole = static_cast<std::int64_t>(std::llround(error));
  if (generation_ == heard_.generation) {
    resampler_.skip(whole);
  } else {
    StreamPosition at = resampler_.position();
    at.frame += static_cast<std::uint64_t>(whole);
    if (!setup_.resample) at.fraction = 0;
    // What lies before the taps' reach is of no use any more.
    const auto passed = static_cast<std::int64_t>(at.frame - table_->taps() / 2 - fetched_) - heard_.offset;
    if (passed > 0) discard(static_cast<std::uint32_t>(std::min<std::int64_t>(passed, ring_.readable())));
    resampler_.start(fetched_ + static_cast<std::uint64_t>(heard_.offset), at);
    generation_ = heard_.generation;
  }
  loop_.moved(error - static_cast<double>(whole));
  faded_ = 0;
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

void Crossing::fade(double* const* out, std::uint32_t frames) noexcept {
  for (std::uint32_t i = 0; i < frames && faded_ < fade_frames_; ++i, ++faded_) {
    const double gain = 0.5 - 0.5 * std::cos(std::numbers::pi * faded_ / fade_frames_);
    for (std::uint32_t c = 0; c < setup_.channels; ++c) out[c][i] *= gain;
  }
}

void Crossing::pull(double* const* out, std::uint32_t frames, std::int64_t time_ns, std::uint64_t position) noexcept {
  consumer_.wake(time_ns, position);
  const std::uint64_t begin = position - frames;
  post_.read(heard_);
  const auto silent = [&] {
    for (std::uint32_t c = 0; c < setup_.channels; ++c) std::fill_n(out[c], frames, 0.0);
    if (began_) lost_.fetch_add(frames, std::memory_order_relaxed);
  };
  if (heard_.generation == 0 || !consumer_.ready()) {
    discard(ring_.readable());
    return silent();
  }

  double error = loop_.error(heard_.line, consumer_.line(), begin, resampler_.position());
  if (generation_ != heard_.generation || std::fabs(error) > kMostError) {
    realign(error);
    error = loop_.error(heard_.line, consumer_.line(), begin, resampler_.position());
  }
  const double from = setup_.resample ? loop_.ratio() : 1;
  const double to = setup_.resample ? loop_.next(heard_.line, consumer_.line(), error, frames) : 1;
  const std::uint32_t wants = resampler_.wants(frames, std::max(from, to));
  const std::uint32_t there = ring_.readable();
  if (wants <= there && wants <= room_for(setup_)) fetch(wants);
  ppm_.store((heard_.line.seconds_per_frame > 0 ? to * setup_.consumer_hz / setup_.producer_hz - 1 : 0) * 1e6, std::memory_order_relaxed);
  error_.store(error, std::memory_order_relaxed);
  if (wants > there || wants > room_for(setup_)) {
    // The producer is late: the block is silent, and the stream is put back when there is enough again.
    generation_ = 0;
    return silent();
  }
  if (faded_ == 0 && began_) restarts_.fetch_add(1, std::memory_order_relaxed);
  resampler_.produce(out, frames, from, to);
  fade(out, frames);
  began_ = true;
}

CrossingState Crossing::state() const noexcept {
  return {ppm_.load(std::memory_order_relaxed), error_.load(std::memory_order_relaxed), lost_.load(std::memory_order_relaxed),
          restarts_.load(std::memory_order_relaxed)};
}

}  // namespace busbar
