// Which ALSA devices there are. In: the system, and names of PCMs that a config mentions. Out: facts, the cards' own
// devices first in the order of the cards. Invariants: nothing is guessed of a device that could not be opened; nothing
// is printed. Slow, opens devices for a moment: control side only.
#pragma once

#include <string>
#include <vector>

#include "devices/facts.h"

namespace busbar {

/// `names`: PCMs other than hw: to look for; those that do not open are left out.
Devices list_alsa(const std::vector<std::string>& names);

}  // namespace busbar
