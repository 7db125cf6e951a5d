#include "live/runner.h"

#include <algorithm>
#include <utility>

namespace busbar {

Runner::Runner() {
  player.guard = true;
  rewire({}, {});
}

void Runner::exchange(const double* const* in, double* const* out, std::uint32_t frames, const BlockTime& at) noexcept {
  gate_.enter();
  follow_clock(frames, at);
  Wiring& wiring = *published_.load();
  for (const WiredMember& m : wiring.members()) m.member->fetch(frames, at);
  player.run(wiring.aim(in, out), frames, at.began_ns);
  for (const WiredMember& m : wiring.members()) m.member->deliver(frames, at);
  frames_.store(frames_.load(std::memory_order_relaxed) + frames, std::memory_order_relaxed);
  gate_.leave();
}

void Runner::follow_clock(std::uint32_t frames, const BlockTime& at) noexcept {
  clock_->wake(at.time_ns, at.position);
  if (clock_->ready()) clock_ppm_.store(clock_->ppm(), std::memory_order_relaxed);
  if (is_handed_over_ && last_ns_ != 0)
    gap_ns_.store(std::max<std::int64_t>(0, at.began_ns - last_ns_ - last_length_ns_), std::memory_order_relaxed);
  // A long cycle comes in pieces, which all began at once.
  if (is_handed_over_ || at.began_ns != last_ns_) last_length_ns_ = 0;
  last_length_ns_ += static_cast<std::int64_t>(frames * 1e9 / rate_hz_.load(std::memory_order_relaxed));
  is_handed_over_ = false;
  last_ns_ = at.began_ns;
}

std::optional<std::int64_t> Runner::take_gap_ns() noexcept {
  const std::int64_t gap = gap_ns_.exchange(-1, std::memory_order_relaxed);
  return gap < 0 ? std::nullopt : std::optional(gap);
}

void Runner::restarted() noexcept {
  gate_.enter();
  clock_->restart();
  for (const WiredMember& m : published_.load()->members()) m.member->master_restarted();
  gate_.leave();
}

void Runner::account(std::int64_t took_ns, std::uint32_t frames) noexcept {
  load.add(took_ns, frames * 1e9 / rate_hz_.load(std::memory_order_relaxed));
}

void Runner::set_driver(std::vector<SlotRange> slots, double rate_hz, std::uint32_t period) {
  rate_hz_.store(rate_hz, std::memory_order_relaxed);
  has_driver_ = is_handed_over_ = true;
  if (clock_ && clock_hz_ == rate_hz) {
    clock_->restart();
  } else {
    clock_.emplace(rate_hz, period);
    clock_hz_ = rate_hz;
    clock_ppm_.store(0, std::memory_order_relaxed);
  }
  // Nobody runs the player now: this side may speak for the thread that will.
  for (const WiredMember& m : wiring_->members()) m.member->master_restarted();
  rewire(std::move(slots), wiring_->members());
}

void Runner::remove_driver() {
  has_driver_ = false;
  rewire({}, wiring_->members());
  if (settled != player.number()) play_unheard();
}

void Runner::add(WiredMember member) {
  std::vector<WiredMember> members = wiring_->members();
  members.push_back(std::move(member));
  rewire(wiring_->driver(), std::move(members));
}

void Runner::remove(const Member& member) {
  std::vector<WiredMember> members = wiring_->members();
  std::erase_if(members, [&](const WiredMember& m) { return m.member.get() == &member; });
  rewire(wiring_->driver(), std::move(members));
}

void Runner::rewire(std::vector<SlotRange> driver, std::vector<WiredMember> members) {
  auto next = std::make_unique<Wiring>(std::move(driver), std::move(members));
  published_.store(next.get());
  gate_.wait();
  wiring_ = std::move(next);
}

std::string Runner::post(std::unique_ptr<Change> change) {
  change_frames_ = 0;
  for (const auto& stage : change->stages) change_frames_ += stage->frames;
  if (std::string why = player.post(std::move(change)).refused; !why.empty()) return why;
  if (!has_driver_) play_unheard();
  return {};
}

/// What was posted, to its end. Nobody else runs the player meanwhile.
void Runner::play_unheard() noexcept {
  for (std::uint64_t left = change_frames_ + 1; left > 0;) {
    const auto n = static_cast<std::uint32_t>(std::min<std::uint64_t>(left, kMostExchanged));
    player.run({}, n);
    left -= n;
  }
}

}  // namespace busbar
