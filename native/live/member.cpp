#include "live/member.h"

#include <algorithm>
#include <cmath>

namespace busbar {

Member::Member(std::uint32_t inputs, std::uint32_t outputs, double rate_hz, std::uint32_t period, const MemberCrossing& crossing)
    : crossing_(crossing), master_frames_(crossing.master_hz / rate_hz), channels_(std::size_t{inputs} + outputs, kMostExchanged) {
  const bool resample = crossing.drift == Drift::resample;
  const double hz = crossing.master_hz;
  const std::uint32_t master = crossing.master_period;
  if (inputs > 0) captured_.emplace(CrossingSetup{inputs, rate_hz, hz, period, master, crossing.frames / master_frames_, true, resample});
  if (outputs > 0) to_play_.emplace(CrossingSetup{outputs, hz, rate_hz, master, period, static_cast<double>(crossing.frames), false, resample});
  in_ = channels_.pointers(0, inputs);
  out_ = channels_.pointers(inputs, outputs);
}

void Member::exchange(const double* const* in, double* const* out, std::uint32_t frames, const BlockTime& at) noexcept {
  follow_pitch(at.position);
  if (captured_) captured_->push(in, frames, at);
  if (to_play_) to_play_->pull(out, frames, at);
}

/// The filters of this clock would take long to find out what is known.
void Member::follow_pitch(std::uint64_t position) noexcept {
  const double pitch = pitch_ppm_.load(std::memory_order_relaxed);
  if (pitch == pitch_known_) return;
  const double faster = (1 + pitch * 1e-6) / (1 + pitch_known_ * 1e-6);
  pitch_known_ = pitch;
  if (captured_) captured_->producer_steered(faster, position);
  if (to_play_) to_play_->consumer_steered(faster, position);
}

void Member::restarted() noexcept {
  if (captured_) captured_->producer_restarted(false);
  if (to_play_) to_play_->consumer_restarted();
}

void Member::fetch(std::uint32_t frames, const BlockTime& at) noexcept {
  if (captured_) captured_->pull(in_.data(), frames, at);
}

void Member::deliver(std::uint32_t frames, const BlockTime& at) noexcept {
  if (to_play_) to_play_->push(out_.data(), frames, at);
}

void Member::master_restarted() noexcept {
  if (captured_) captured_->consumer_restarted();
  // The plan goes on where it was.
  if (to_play_) to_play_->producer_restarted(true);
}

MemberState Member::state() const noexcept {
  MemberState s{.running = true};
  if (to_play_) {
    const CrossingState out = to_play_->state();
    // Small enough to turn round by its sign.
    s = {-out.drift_ppm, out.error_frames, out.lost, out.restarts, 0, out.widened, out.running, -out.error_frames, -out.free_ppm};
  }
  if (!captured_) return s;
  const CrossingState in = captured_->state();
  const double error = in.error_frames * master_frames_;
  s.drift_ppm = in.drift_ppm;
  s.free_ppm = in.free_ppm;
  s.ahead_frames = to_play_ ? (s.ahead_frames + error) / 2 : error;
  if (std::fabs(error) > std::fabs(s.error_frames)) s.error_frames = error;
  s.lost += static_cast<std::uint64_t>(std::llround(static_cast<double>(in.lost) * master_frames_));
  s.restarts += in.restarts;
  s.widened_in = static_cast<std::uint32_t>(std::ceil(in.widened * master_frames_));
  s.running = s.running && in.running;
  return s;
}

}  // namespace busbar
