// The tables of a plan against each other. In: a view whose sections lie inside the bytes. Out: the first contradiction.
#pragma once

#include "plan/plan_view.h"

namespace busbar {

/// Indices, ranges, tiling, finite numbers, loops, slots of an op, feedback pairs.
PlanError check_plan(const PlanView& plan);

}  // namespace busbar
