#include "engine/engine.h"

#include <algorithm>

namespace busbar {

PlanError Engine::load(const StageBytes& bytes, std::unique_ptr<Stage>& out) {
  PlanView view;
  if (PlanError e = view.open(bytes.plan)) return e;
  std::unique_ptr<LoadedPlan> plan;
  if (PlanError e = LoadedPlan::load(view, options_, plan)) return e;
  out = std::make_unique<Stage>(std::move(plan), bytes.adopt, bytes.frames);
  return {};
}

PlanError Engine::open(std::span<const std::byte> bytes, std::unique_ptr<Engine>& out, std::uint64_t memory) {
  std::unique_ptr<Engine> engine(new Engine);
  engine->options_.memory = memory;
  engine->options_.living = &engine->living_;
  std::unique_ptr<Stage> stage;
  if (PlanError e = engine->load({bytes, {}, 0}, stage)) return e;
  engine->player_ = std::make_unique<Player>(std::move(stage));
  out = std::move(engine);
  return {};
}

/// Offline a device is what the caller hands in, so it cannot change its channels.
bool Engine::fits(const LoadedPlan& other) const {
  const auto channels = [](const LoadedPlan::Device& a, const LoadedPlan::Device& b) {
    return a.inputs.size() == b.inputs.size() && a.outputs.size() == b.outputs.size();
  };
  return std::ranges::equal(plan().devices(), other.devices(), channels);
}

PlanError Engine::change(std::span<const StageBytes> stages) {
  collect();
  auto change = std::make_unique<Change>();
  change->number = player_->number() + 1;
  change->base = player_->playing();
  for (const StageBytes& bytes : stages) {
    std::unique_ptr<Stage>& stage = change->stages.emplace_back();
    if (PlanError e = load(bytes, stage)) return e;
    if (!fits(*stage->plan)) return {PlanFault::corrupt, "the devices have other channels than those that play"};
  }
  if (PostResult result = player_->post(std::move(change)); !result.refused.empty()) return {PlanFault::corrupt, std::move(result.refused)};
  return {};
}

std::string Engine::set(std::uint32_t part, const double* params) {
  if (std::string why = plan().check(part, params); !why.empty()) return why;
  if (!player_->set(part, params)) return "too many values wait for a change to begin";
  player_->receive();
  return {};
}

std::uint32_t Engine::read_out(std::uint32_t part, double* values, std::uint32_t count) noexcept {
  player_->receive();
  return player_->playing() == player_->number() ? player_->read_out(part, values, count) : 0;
}

void Engine::collect() {
  player_->collect();
  for (Notice notice; player_->notice(notice);) notices_.push_back(notice);
}

std::vector<Notice> Engine::take_notices() {
  collect();
  return std::exchange(notices_, {});
}

}  // namespace busbar
