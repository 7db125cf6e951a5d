// One direction of a PCM, negotiated. In: an open PCM, what is asked for. Out: what was granted, the PCM being ready to
// prepare. Invariants: rate exact; channels at least as asked; the period exact or the nearest; two periods at least;
// starting is never automatic, stopping is at an empty (full) buffer.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "devices/alsa/library.h"
#include "devices/device.h"

namespace busbar::alsa {

struct Wish {
  std::string id;
  Direction direction{};
  std::uint32_t channels = 0;
  std::uint32_t rate = 0;
  std::uint32_t period = 0;   ///< 0: the device's choice
  std::uint32_t periods = 0;  ///< 0: the device's choice
  std::vector<SampleFormat> formats;  ///< in order of preference
};

struct Granted {
  SampleFormat format{};
  Access access{};
  std::uint32_t channels = 0;  ///< of the device
  std::uint32_t period = 0;
  std::uint32_t buffer = 0;
  std::uint32_t fill = 0;      ///< frames that playback keeps queued: as asked, whatever the buffer
  bool stamps = false;         ///< on CLOCK_MONOTONIC
};

DeviceError configure(const Library& alsa, Pcm* pcm, const Wish& wish, Granted& out);

/// A wish's `period` where nothing is asked for.
inline constexpr std::uint32_t kUsualPeriod = 256;

}  // namespace busbar::alsa
