// A switch worked by a level: on at a threshold, off below another one, not before a hold has passed.
// In: a peak per frame, as a factor. Out: on or off.
#pragma once

#include <cstdint>

namespace busbar {

struct TriggerLevels {
  double on = 1, off = 1;   ///< factors, off <= on
  std::uint32_t hold = 0;   ///< frames
};

class Trigger {
 public:
  bool next(double peak, const TriggerLevels& levels) noexcept {
    if (peak >= (on_ ? levels.off : levels.on)) {
      on_ = true;
      held_ = 0;
    } else if (on_ && held_++ >= levels.hold) {
      on_ = false;
    }
    return on_;
  }
  void clear() noexcept {
    on_ = false;
    held_ = 0;
  }

 private:
  bool on_ = false;
  std::uint32_t held_ = 0;  ///< frames below since the last one above
};

}  // namespace busbar
