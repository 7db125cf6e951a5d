// One direction of a running device. In: whole periods of planar doubles. Out: the same through mapped memory, or
// through calls where nothing is mapped. `open` and the destructor belong to the control thread, the rest to the audio
// thread. Invariants: nothing blocks, nothing allocates; a negative number is an errno as libasound gives it.
#pragma once

#include <poll.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "devices/alsa/configure.h"
#include "devices/alsa/errors.h"
#include "devices/alsa/library.h"
#include "devices/alsa/pitch.h"
#include "devices/device.h"

namespace busbar::alsa {

class Side {
 public:
  Side(const Library& alsa, Direction direction) : alsa_(alsa), direction_(direction), pcm_(nullptr, alsa.pcm_close) {}

  // --- Control thread ----------------------------------------------------------------------------
  DeviceError open(const std::string& id);
  /// May be called again, with another period.
  DeviceError configure(const StreamRequest& request, std::uint32_t channels, std::uint32_t period);
  const Granted& granted() const noexcept { return granted_; }
  bool capture() const noexcept { return direction_ == kCapture; }
  /// On one card with `other`, so that one clock and one call can start both.
  bool shares_card_with(const Side& other) const;
  /// Starts and stops with `other` from now on; not every device can.
  bool link(Side& other) { return alsa_.pcm_link(pcm_.get(), other.pcm_.get()) == 0; }
  bool add_to(Pitch& pitch) { return pitch.add(pcm_.get(), direction_); }
  /// Once prepared: every page of the device's memory is there. A first touch later would be a page fault.
  void touch() noexcept;

  // --- Audio thread ------------------------------------------------------------------------------
  /// Stopped, empty and ready to fill.
  int prepare() noexcept { return alsa_.pcm_prepare(pcm_.get()); }
  /// Playback: queues silence, so that the engine's first period is not too late.
  int fill() noexcept;
  /// Nothing where it runs already, started by a link.
  int start() noexcept;
  void drop() noexcept { alsa_.pcm_drop(pcm_.get()); }
  int resume() noexcept { return alsa_.pcm_resume(pcm_.get()); }
  int state() noexcept { return alsa_.pcm_state(pcm_.get()); }
  Trouble trouble_of(long error) noexcept { return busbar::alsa::trouble_of(alsa_, pcm_.get(), error); }

  /// Frames that the engine may take or has to give now; with the latency as granted, however large the buffer.
  long ready() noexcept;
  /// Frames moved beyond those already exchanged, and when that was so; false: the device has no stamp that makes sense.
  bool stamp(long& ready, std::int64_t& time_ns) noexcept;
  /// `frames` frames, which are ready. 0 or what went wrong.
  int read(double* const* to, std::uint32_t channels, std::uint32_t frames) noexcept;
  int write(const double* const* from, std::uint32_t channels, std::uint32_t frames) noexcept;

  // --- Polling -----------------------------------------------------------------------------------
  unsigned descriptors() const noexcept { return static_cast<unsigned>(fds_.size()); }
  const pollfd* wanted() const noexcept { return fds_.data(); }
  /// What the descriptors' events mean for this PCM; they may mean something else for each plugin.
  unsigned short events(pollfd* fds) noexcept;

 private:
  template <class Move>
  int exchange(std::uint32_t frames, Move move) noexcept;
  int exchange_mapped(std::uint32_t frames, auto move) noexcept;
  int exchange_called(std::uint32_t frames, auto move) noexcept;

  const Library& alsa_;
  Direction direction_;
  std::unique_ptr<Pcm, int (*)(Pcm*)> pcm_;
  std::string id_;
  Granted granted_;
  std::vector<pollfd> fds_;
  std::vector<std::byte> bytes_;         ///< one period, where nothing is mapped
  std::vector<ChannelArea> areas_;       ///< of `bytes_`
};

}  // namespace busbar::alsa
