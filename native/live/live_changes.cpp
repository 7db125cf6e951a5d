// Changes of what the live engine plays: plans made ready, split by clock domain, posted to their runners.
#include <algorithm>
#include <chrono>
#include <new>
#include <thread>
#include <utility>

#include "live/live.h"

namespace busbar {

PlanError Live::load(const std::vector<LiveStage>& stages, LoadedChange& out) try {
  bool locked = true;
  for (std::size_t k = 0; k < stages.size(); ++k) {
    const LiveStage& given = stages[k];
    PlanView view;
    if (PlanError e = view.open(std::as_bytes(std::span(given.plan)).first(given.plan_bytes))) return e;
    if (given.runners.size() != view.domains().size() || given.slots.size() != view.devices().size())
      return {PlanFault::corrupt, "every domain of a plan has a runner, and every device a slot"};
    for (std::uint32_t d = 0; d < view.domains().size(); ++d) {
      std::vector<std::unique_ptr<Stage>>& of_runner = out.runners[given.runners[d]];
      of_runner.resize(stages.size());
      if (of_runner[k]) return {PlanFault::corrupt, "two domains of a plan have one runner"};
      LoadOptions options;
      options.domain = d;
      options.live = true;
      options.living = &living_;
      std::unique_ptr<LoadedPlan> plan;
      if (PlanError e = LoadedPlan::load(view, options, plan)) return e;
      locked = plan->lock_in_memory() && locked;
      of_runner[k] = std::make_unique<Stage>(std::move(plan), given.adopt, given.frames);
      of_runner[k]->slots = given.slots;
    }
  }
  locked_.store(locked);
  return {};
} catch (const std::bad_alloc&) {
  return {PlanFault::large, "there is not enough memory for the plan"};
}

void Live::silence() {
  std::vector<std::shared_ptr<OpenStream>> streams;
  {
    const std::lock_guard lock(mutex_);
    silent_ = holding_ = true;
    for (const auto& [number, stream] : streams_) {
      stream->edge->fade.begin_out();
      streams.push_back(stream);
    }
  }
  for (const auto& stream : streams) fade_out(*stream);
}

/// The stages that concern a runner, as a change of it. Pairs of parts that it does not play before and after belong to
/// other runners; what a runner of its own played before the last change is nobody's past.
std::unique_ptr<Change> Live::shape(Runner& runner, std::vector<std::unique_ptr<Stage>> stages, std::uint64_t number) {
  auto change = std::make_unique<Change>();
  change->number = number;
  change->base = runner.player.number();
  const LoadedPlan* before = runner.player.number() == last_change_ ? runner.player.plan() : nullptr;
  for (std::unique_ptr<Stage>& stage : stages) {
    if (stage) {
      std::erase_if(stage->adopt, [&](const Adoption& pair) {
        return !before || !before->has_part(pair.from) || !stage->plan->has_part(pair.to);
      });
    }
    before = stage ? stage->plan.get() : nullptr;
    if (stage) change->stages.push_back(std::move(stage));
  }
  return change;
}

std::string Live::post(LoadedChange loaded, std::uint64_t& number) {
  const std::lock_guard lock(mutex_);
  holding_ = false;
  if (stopped_) return "the engine has stopped";
  hear_runners(late_events_);
  hear_changes(late_events_);
  if (!under_way_.empty() && !under_way_.back().begun) return "the change before has not begun yet";
  std::vector<std::pair<std::uint32_t, std::unique_ptr<Change>>> changes;
  for (auto& [id, stages] : loaded.runners) {
    if (!stages.back()) continue;
    Runner& runner = this->runner(id);
    changes.emplace_back(id, shape(runner, std::move(stages), last_change_ + 1));
    // Looked at for all runners before any plays it.
    if (std::string why = check_change(*changes.back().second, runner.player.plan()); !why.empty()) return why;
  }
  number = ++last_change_;
  readings_.clear();
  playing_.clear();
  for (const auto& [id, change] : changes) playing_.push_back(id);
  for (auto& [id, change] : changes)
    if (std::string why = this->runner(id).post(std::move(change)); !why.empty()) return why;
  under_way_.push_back({number, playing_});
  drop_unused_runners();
  return {};
}

Runner* Live::runner_of(std::uint32_t part) {
  for (const std::uint32_t id : playing_) {
    Runner& runner = *runners_.at(id);
    if (runner.player.plan()->has_part(part)) return &runner;
  }
  return nullptr;
}

std::string Live::set(std::uint32_t part, const std::vector<double>& params) {
  const std::lock_guard lock(mutex_);
  Runner* const runner = runner_of(part);
  if (!runner) return "the plan has no part " + std::to_string(part);
  const LoadedPlan& plan = *runner->player.plan();
  if (params.size() != plan.param_count(part)) return "wrong number of params";
  if (std::string why = plan.check(part, params.data()); !why.empty()) return why;
  if (!runner->player.set(part, params.data())) return "too many values wait for the next block";
  return {};
}

std::vector<double> Live::read_out(std::uint32_t part) {
  const std::lock_guard lock(mutex_);
  Runner* const runner = runner_of(part);
  if (!runner) return {};
  while (const std::unique_ptr<Readings> answer = runner->player.answer()) {
    if (answer->change != last_change_ || answer->count == 0) continue;
    answer->values.resize(answer->count);
    readings_[answer->part] = std::move(answer->values);
  }
  runner->player.ask(part);
  const auto found = readings_.find(part);
  return found == readings_.end() ? std::vector<double>() : found->second;
}

}  // namespace busbar
