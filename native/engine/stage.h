// A change of what plays: stages that follow each other, each a plan with the states it takes over from the one before.
// In: loaded plans, pairs of parts, lengths. Out: something the audio thread can play without a further thought, or what
// is wrong with it. Made, checked and freed on the control side.
// Invariant: once linked, nothing of a change but the plans' params and states is written again.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/executor.h"
#include "engine/loaded_plan.h"

namespace busbar {

/// The state of part `from` of the stage before becomes that of part `to` of this stage.
struct Adoption {
  std::uint32_t from, to;
};

/// A part that a stage does not have.
inline constexpr std::uint32_t kNoPart = layout::kNone;

struct Stage {
  /// Devices of the plan are the buffers of the same index, until `slots` says otherwise.
  Stage(std::unique_ptr<LoadedPlan> plan, std::vector<Adoption> adopt, std::uint64_t frames);

  std::unique_ptr<LoadedPlan> plan;
  Executor executor;
  std::vector<Adoption> adopt;
  std::uint64_t frames;              ///< until the next stage takes over; 0: stays
  std::vector<std::uint32_t> slots;  ///< by device of the plan: which of the player's buffers
  std::vector<std::uint32_t> reach;  ///< by part of the change's last stage: the part here whose state will be its
};

struct Change {
  std::uint64_t number = 0;  ///< rises from change to change; 0 is what a player starts with
  std::uint64_t base = 0;    ///< the change whose last stage the first stage adopts from
  std::vector<std::unique_ptr<Stage>> stages;
  std::unique_ptr<Stage> before;  ///< what it took over from, once it has begun: goes home with it

  const LoadedPlan& last() const noexcept { return *stages.back()->plan; }
};

/// What is wrong with a change that shall follow `before` (null: silence); nothing when all is well.
std::string check_change(const Change& change, const LoadedPlan* before);

/// Finds for every stage which of its parts each part of the last stage comes from.
void link_change(Change& change);

}  // namespace busbar
