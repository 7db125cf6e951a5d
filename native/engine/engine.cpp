#include "engine/engine.h"

#include "rt/denormals.h"

namespace busbar {

PlanError Engine::open(std::span<const std::byte> bytes, std::unique_ptr<Engine>& out, std::uint64_t memory) {
  PlanView view;
  if (PlanError e = view.open(bytes)) return e;
  std::unique_ptr<LoadedPlan> plan;
  if (PlanError e = LoadedPlan::load(view, memory, plan)) return e;
  out.reset(new Engine(std::move(plan)));
  return {};
}

std::string Engine::set(std::uint32_t part, const double* params) {
  const FlushDenormals flush;
  return plan_->set(part, params);
}

void Engine::reset() noexcept {
  plan_->reset();
  frame_ = 0;
}

}  // namespace busbar
