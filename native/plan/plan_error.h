// Why a plan was refused.
#pragma once

#include <string>

namespace busbar {

enum class PlanFault {
  none,
  foreign,  ///< not a plan at all
  version,  ///< made by another version of busbar
  corrupt,  ///< a plan whose tables contradict each other or their kernels
  large,    ///< would need more memory than allowed
};

struct PlanError {
  PlanFault fault = PlanFault::none;
  std::string text;  ///< one sentence without a full stop, for people
  explicit operator bool() const { return fault != PlanFault::none; }
};

/// The kind as JavaScript sees it in `code`.
constexpr const char* fault_code(PlanFault fault) {
  switch (fault) {
    case PlanFault::foreign: return "plan-foreign";
    case PlanFault::version: return "plan-version";
    case PlanFault::large: return "plan-large";
    default: return "plan-corrupt";
  }
}

}  // namespace busbar
