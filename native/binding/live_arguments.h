// Arguments of the live engine. In: objects as runtime/native-live.ts declares them. Out: C++ values, or a TypeError that
// names what is wrong.
#pragma once

#include <napi.h>

#include <vector>

#include "live/live.h"

namespace busbar {

StreamOrder order_of(const Napi::Value& spec);
std::vector<PortWish> ports_of(const Napi::Value& list, const char* name);
std::vector<LiveStage> stages_of(const Napi::Value& stages);

}  // namespace busbar
