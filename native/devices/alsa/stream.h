// An ALSA device as a Stream. In: one or both directions of a PCM. Out: in one wake-up capture, `cycle`, playback, so
// that the round trip is period x periods. Invariants: both directions start and restart together; the thread ends by
// itself after `lost`; it waits only in `poll`, never longer than eight periods (a second at least).
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "devices/alsa/pitch.h"
#include "devices/alsa/recovery.h"
#include "devices/alsa/side.h"
#include "devices/alsa/waiting.h"
#include "devices/device.h"
#include "rt/arena.h"
#include "rt/realtime_thread.h"

namespace busbar::alsa {

class AlsaStream final : public Stream {
 public:
  explicit AlsaStream(const Library& alsa) : alsa_(alsa), pitch_(alsa) {}
  ~AlsaStream() override { stop(); }
  DeviceError open(const StreamRequest& request);

  const StreamInfo& info() const noexcept override { return info_; }
  DeviceError start(StreamClient& client) override;
  void stop() noexcept override;
  void set_pitch(double ppm) override { pitch_.set(ppm); }

 private:
  /// How a turn of the loop ended: with a period or more exchanged, or not.
  struct Turn {
    Trouble capture = Trouble::none, playback = Trouble::none;
    bool timeout = false;
    bool stop = false;
    bool good() const noexcept { return !stop && !timeout && capture == Trouble::none && playback == Trouble::none; }
  };

  DeviceError open_sides();
  DeviceError agree_on_a_period();
  void describe();

  // --- Audio thread ------------------------------------------------------------------------------
  void run() noexcept;
  Turn turn() noexcept;
  Turn play(long capture_ready, long playback_ready) noexcept;
  Turn whose(Trouble capture, Trouble playback) noexcept;
  bool lags(long capture_ready, long playback_ready) noexcept;
  void take_stamp(long ready) noexcept;
  /// Both sides stopped, empty, playback filled with silence; 0 or an errno.
  int fill() noexcept;
  /// Both sides started, playback first: 0 or an errno.
  int set_off() noexcept;
  std::optional<Loss> recover(const Turn& turn) noexcept;
  std::optional<Loss> restart_until_it_runs() noexcept;
  void resume() noexcept;
  bool gone(int error) noexcept;

  const Library& alsa_;
  StreamRequest request_;
  StreamInfo info_;
  std::optional<Side> capture_, playback_;
  Pitch pitch_;
  std::optional<Waiting> waiting_;
  ChannelArena in_, out_;
  std::vector<double*> in_channels_, out_channels_;
  RealtimeThread thread_;

  // Of the audio thread while it runs.
  StreamClient* client_ = nullptr;
  Position position_;
  Patience patience_;
  unsigned lagging_ = 0;   ///< turns in a row that found playback a period or more behind capture
  bool kept_up_ = false;   ///< since it was started, a turn found it where it should be
};

}  // namespace busbar::alsa
