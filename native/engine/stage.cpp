#include "engine/stage.h"

#include <numeric>
#include <utility>

namespace busbar {
namespace {

std::string check_adoptions(const Stage& stage, const LoadedPlan* before) {
  if (!stage.adopt.empty() && !before) return "there is nothing to take states over from";
  std::vector<bool> given(before ? before->part_count() : 0), taken(stage.plan->part_count());
  for (const auto& [from, to] : stage.adopt) {
    const auto wrong = [&, from = from, to = to](const char* why) {
      return "part " + std::to_string(from) + " cannot become part " + std::to_string(to) + ": " + why;
    };
    if (const char* why = stage.plan->check_adoption(to, *before, from)) return wrong(why);
    if (given[from] || taken[to]) return wrong("one of them has a partner already");
    given[from] = taken[to] = true;
  }
  return {};
}

}  // namespace

Stage::Stage(std::unique_ptr<LoadedPlan> p, std::vector<Adoption> a, std::uint64_t f)
    : plan(std::move(p)), executor(*plan), adopt(std::move(a)), frames(f), slots(plan->devices().size()) {
  std::iota(slots.begin(), slots.end(), 0u);
}

std::string check_change(const Change& change, const LoadedPlan* before) {
  if (change.stages.empty()) return "a change has at least one stage";
  for (const auto& stage : change.stages) {
    const bool last = stage == change.stages.back();
    const auto wrong = [&](const std::string& why) {
      return change.stages.size() == 1 ? why : "stage " + std::to_string(&stage - change.stages.data()) + ": " + why;
    };
    if (last != (stage->frames == 0)) return wrong("the last stage stays, with 0 frames, and no other does");
    if (stage->slots.size() != stage->plan->devices().size()) return wrong("every device of the plan has a slot");
    if (before && before->rate_hz() != stage->plan->rate_hz() && !stage->adopt.empty()) return wrong("the plan before has another rate");
    if (std::string why = check_adoptions(*stage, before); !why.empty()) return wrong(why);
    before = stage->plan.get();
  }
  return {};
}

void link_change(Change& change) {
  Stage* after = nullptr;
  for (auto stage = change.stages.rbegin(); stage != change.stages.rend(); after = stage->get(), ++stage) {
    std::vector<std::uint32_t>& reach = (*stage)->reach;
    if (!after) {
      reach.resize((*stage)->plan->part_count());
      std::iota(reach.begin(), reach.end(), 0u);
      continue;
    }
    std::vector<std::uint32_t> origin(after->plan->part_count(), kNoPart);
    for (const auto& [from, to] : after->adopt) origin[to] = from;
    reach.assign(after->reach.size(), kNoPart);
    for (std::size_t part = 0; part < reach.size(); ++part)
      if (after->reach[part] != kNoPart) reach[part] = origin[after->reach[part]];
  }
}

}  // namespace busbar
