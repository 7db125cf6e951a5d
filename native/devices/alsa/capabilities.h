// One direction of a PCM, asked for all it can do. In: its name. Out: its facts, or why it could not be asked.
#pragma once

#include <optional>
#include <string>

#include "devices/alsa/library.h"
#include "devices/facts.h"

namespace busbar::alsa {

struct Capabilities {
  std::optional<DirectionFacts> facts;
  int error = 0;         ///< of opening it, negative
  bool hardware = false; ///< nothing lies between it and the driver
  int card = -1;         ///< where it ends, -1: on no card
  unsigned device = 0;
};

Capabilities capabilities_of(const Library& alsa, const std::string& name, Direction direction);

}  // namespace busbar::alsa
