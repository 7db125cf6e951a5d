// When a block of audio was exchanged, by the clock of the device that exchanged it. Position and time are a point of that
// clock; it need not lie at an end of the block: a driver may stamp any frame.
// Invariant: frames and positions of a stream are counted alike; only their differences mean something.
#pragma once

#include <cstdint>

namespace busbar {

struct BlockTime {
  std::uint64_t first = 0;      ///< number of the block's first frame
  std::uint64_t position = 0;   ///< frames that the device had moved
  std::int64_t time_ns = 0;     ///< at this time
  std::int64_t began_ns = 0;    ///< when our thread came to it
};

}  // namespace busbar
