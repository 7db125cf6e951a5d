#include "engine/player.h"

#include <algorithm>
#include <cstring>

#include "rt/denormals.h"

namespace busbar {
namespace {

/// Values that may wait for the next block: more than any hand or controller sends meanwhile.
constexpr std::size_t kRequests = 256;
constexpr std::size_t kAnswers = 256;
constexpr std::size_t kNotices = 64;
constexpr std::size_t kRetired = 8;
/// Notices that are kept free for a change under way.
constexpr std::size_t kNoticesOfChange = 2;

void fetch(std::span<const double* const> from, std::span<double* const> to, std::uint32_t offset, std::uint32_t frames) noexcept {
  for (std::size_t c = 0; c < to.size(); ++c)
    if (c < from.size()) std::memcpy(to[c], from[c] + offset, frames * sizeof(double));
    else std::fill_n(to[c], frames, 0.0);
}

void silence(std::span<const DeviceBuffers> slots, std::uint32_t offset, std::uint32_t frames) noexcept {
  for (const DeviceBuffers& slot : slots)
    for (double* out : slot.out) std::fill_n(out + offset, frames, 0.0);
}

void deliver(std::span<double* const> from, std::span<double* const> to, std::uint32_t offset, std::uint32_t frames) noexcept {
  for (std::size_t c = 0; c < std::min(from.size(), to.size()); ++c) std::memcpy(to[c] + offset, from[c], frames * sizeof(double));
}

}  // namespace

Player::Player(std::unique_ptr<Stage> first)
    : requests_(kRequests), answers_(kAnswers), notices_(kNotices), retired_(kRetired), settled_(std::move(first)) {
  if (!settled_) return;
  Change change;
  change.stages.push_back(std::move(settled_));
  link_change(change);
  settled_ = std::move(change.stages.front());
  stage_ = settled_.get();
  heard_ = last_ = {0, stage_->plan.get()};
}

Player::~Player() {
  delete posted_.load(std::memory_order_acquire);
  delete change_;
  collect();
  for (Request r; requests_.pop(r);) delete r.readings;
  for (Readings* r; answers_.pop(r);) delete r;
}

// --- Control side -------------------------------------------------------------------------------

PostResult Player::post(std::unique_ptr<Change> change) {
  std::unique_ptr<Change> withdrawn(posted_.exchange(nullptr, std::memory_order_acq_rel));
  if (!withdrawn) heard_ = last_;
  PostResult result;
  if (change->number <= last_.number) result.refused = "numbers of changes rise";
  else if (change->base != heard_.number)
    result.refused = "it was made to follow change " + std::to_string(change->base) + ", and change " + std::to_string(heard_.number) + " plays";
  else result.refused = check_change(*change, heard_.plan);
  if (!result.refused.empty()) {
    posted_.store(withdrawn.release(), std::memory_order_release);
    return result;
  }
  if (withdrawn) result.replaced = withdrawn->number;
  link_change(*change);
  last_ = {change->number, &change->last()};
  posted_.store(change.release(), std::memory_order_release);
  return result;
}

bool Player::set(std::uint32_t part, const double* params) noexcept {
  Request request{last_.number, nullptr, part, {}};
  std::copy_n(params, last_.plan->param_count(part), request.params);
  return requests_.push(request);
}

bool Player::ask(std::uint32_t part) {
  if (asked_ == answers_.capacity()) return false;
  auto readings = std::make_unique<Readings>();
  readings->change = last_.number;
  readings->part = part;
  readings->values.resize(last_.plan->most_readings(part));
  if (!requests_.push({last_.number, readings.get(), part, {}})) return false;
  ++asked_;
  readings.release();
  return true;
}

std::unique_ptr<Readings> Player::answer() {
  Readings* readings = nullptr;
  if (answers_.pop(readings)) --asked_;
  return std::unique_ptr<Readings>(readings);
}

void Player::collect() noexcept {
  for (Change* change; retired_.pop(change);) delete change;
}

// --- Audio side ---------------------------------------------------------------------------------

void Player::run(std::span<const DeviceBuffers> slots, std::uint32_t frames, std::int64_t time_ns) noexcept {
  const FlushDenormals flush;
  for (std::uint32_t done = 0; done < frames;) {
    receive(time_ns);
    std::uint32_t n = frames - done;
    if (stage_) {
      n = std::min(n, stage_->plan->quantum());
      if (left_ != 0) n = static_cast<std::uint32_t>(std::min<std::uint64_t>(n, left_));
      play(slots, done, n, time_ns);
      left_ -= left_ == 0 ? 0 : n;
    } else {
      silence(slots, done, n);
    }
    frame_ += n;
    done += n;
  }
}

void Player::receive(std::int64_t time_ns) noexcept {
  const FlushDenormals flush;
  // Values for what plays come before a change: it starts from them.
  take_requests();
  if (change_ && left_ == 0) enter(at_ + 1, time_ns);
  if (!change_ && posted_.load(std::memory_order_relaxed)) {
    begin(time_ns);
    take_requests();
  }
}

/// Those for a change that has not begun wait for it; those for one that is gone are done with.
void Player::take_requests() noexcept {
  for (const Request* next; (next = requests_.front()) && next->change <= number_;) {
    Request request;
    requests_.pop(request);
    const bool plays = request.change == number_;
    if (!request.readings) {
      if (plays) set_now(request);
      continue;
    }
    Readings& r = *request.readings;
    r.count = plays ? read_out(r.part, r.values.data(), static_cast<std::uint32_t>(r.values.size())) : 0;
    answers_.push(&r);  // has room: no more are asked for than fit
  }
}

void Player::set_now(const Request& request) noexcept {
  std::uint32_t before = stage_->reach[request.part];
  if (before != kNoPart) stage_->plan->set(before, request.params);
  if (!change_) return;
  for (std::size_t k = at_ + 1; k < change_->stages.size(); ++k) {
    const Stage& stage = *change_->stages[k];
    const std::uint32_t part = stage.reach[request.part];
    if (part != kNoPart && before != kNoPart) stage.plan->expect(part, request.params);
    else if (part != kNoPart) stage.plan->start_at(part, request.params);
    before = part;
  }
}

void Player::begin(std::int64_t time_ns) noexcept {
  // What a change replaces must find room on its way home.
  if (!retired_.has_room() || !notices_.has_room(kNoticesOfChange)) return;
  change_ = posted_.exchange(nullptr, std::memory_order_acq_rel);
  if (!change_) return;
  number_ = change_->number;
  change_->before = std::move(settled_);
  notices_.push({NoticeKind::begun, number_, frame_, time_ns, kNoPart});
  enter(0, time_ns);
}

void Player::enter(std::size_t stage, std::int64_t time_ns) noexcept {
  Stage& next = *change_->stages[stage];
  for (const auto& [from, to] : next.adopt) next.plan->adopt(to, *stage_->plan, from);
  stage_ = &next;
  at_ = stage;
  left_ = next.frames;
  if (left_ == 0) settle(time_ns);
}

void Player::settle(std::int64_t time_ns) noexcept {
  settled_ = std::move(change_->stages.back());
  retired_.push(change_);
  change_ = nullptr;
  notices_.push({NoticeKind::settled, number_, frame_, time_ns, kNoPart});
}

void Player::play(std::span<const DeviceBuffers> slots, std::uint32_t offset, std::uint32_t frames, std::int64_t time_ns) noexcept {
  LoadedPlan& plan = *stage_->plan;
  const std::span<const LoadedPlan::Device> devices = plan.devices();
  for (std::size_t d = 0; d < devices.size(); ++d) {
    const std::uint32_t slot = stage_->slots[d];
    fetch(slot < slots.size() ? slots[slot].in : std::span<const double* const>(), devices[d].inputs, offset, frames);
  }
  const Watch watched = !guard ? Watch::off : checking_ ? Watch::ops : Watch::outlets;
  const bool finite = stage_->executor.run(frames, frame_, watched, poison);
  if (guard) watch(finite, watched, time_ns);
  silence(slots, offset, frames);
  for (std::size_t d = 0; d < devices.size(); ++d)
    if (stage_->slots[d] < slots.size()) deliver(devices[d].outputs, slots[stage_->slots[d]].out, offset, frames);
}

/// A block that was not finite is followed by blocks that look at every op, until one is clean. One notice for all.
void Player::watch(bool finite, Watch watched, std::int64_t time_ns) noexcept {
  const auto report = [&](std::uint32_t part) {
    reported_ = true;
    if (notices_.has_room(1 + kNoticesOfChange)) notices_.push({NoticeKind::not_finite, number_, frame_, time_ns, part});
  };
  if (watched == Watch::outlets) {
    if (finite) return;
    checking_ = true;
    reported_ = false;
  } else {
    checking_ = !finite;
    if (!reported_) report(finite ? kNoPart : part_in_last_stage(stage_->executor.culprit()));
  }
}

std::uint32_t Player::part_in_last_stage(std::uint32_t part) const noexcept {
  const auto found = std::find(stage_->reach.begin(), stage_->reach.end(), part);
  return found == stage_->reach.end() ? kNoPart : static_cast<std::uint32_t>(found - stage_->reach.begin());
}

std::uint32_t Player::read_out(std::uint32_t part, double* values, std::uint32_t count) noexcept {
  const std::uint32_t here = stage_ ? stage_->reach[part] : kNoPart;
  return here == kNoPart ? 0 : stage_->plan->read_out(here, values, count);
}

void Player::restart() noexcept {
  const FlushDenormals flush;
  receive();
  while (change_) enter(at_ + 1, 0);
  receive();
  while (change_) enter(at_ + 1, 0);
  if (stage_) stage_->plan->reset();
  frame_ = 0;
  checking_ = false;
}

}  // namespace busbar
