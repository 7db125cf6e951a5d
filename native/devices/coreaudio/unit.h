// Everything of a device that is open: what was asked of the HAL to open it, and a control thread that watches it. In: a request.
// Out: cycles for a StreamClient, or its loss. Invariants: no lock is held across a call of the HAL; the client is called no more
// once `finish` has returned; whatever goes wrong, what was taken is given back, in reverse, and nothing of somebody else's.
#pragma once

#include <CoreAudio/CoreAudio.h>

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "devices/coreaudio/aggregate.h"
#include "devices/coreaudio/coreaudio.h"
#include "devices/coreaudio/hog.h"
#include "devices/coreaudio/io.h"
#include "devices/coreaudio/listeners.h"
#include "devices/device.h"
#include "rt/doorway.h"

namespace busbar::coreaudio {

class Unit {
 public:
  Unit() = default;
  ~Unit();
  Unit(const Unit&) = delete;
  Unit& operator=(const Unit&) = delete;

  // --- Opening (unit.cpp): waits -------------------------------------------------------------------
  DeviceError open(const StreamRequest& request, const CoreaudioOptions& options);
  /// Whom its cycles are for. Nothing of the HAL.
  DeviceError attach(StreamClient& client);
  /// Returns when the IO thread has called.
  DeviceError start();

  /// Any time after `attach`, while `start` waits too. Nothing of the HAL: returns when the cycle that runs is over.
  void finish() noexcept;

  const DeviceForm& form() const noexcept { return form_; }
  std::uint32_t input_latency() const noexcept { return input_latency_; }
  std::uint32_t output_latency() const noexcept { return output_latency_; }
  std::int32_t thread() const noexcept { return io_ ? io_->thread() : 0; }

 private:
  /// Why it is lost. The words are literals: they outlive it.
  struct Loss {
    DeviceFault fault;
    const char* why;
  };

  DeviceError find_parts(const StreamRequest& request, const CoreaudioOptions& options);
  DeviceError prepare_parts(const StreamRequest& request, const CoreaudioOptions& options);
  DeviceError read_form(const StreamRequest& request, const CoreaudioOptions& options);
  DeviceError place_channels(const StreamRequest& request, const CoreaudioOptions& options, bool output);
  void listen_to_system();
  void listen_to_parts();

  // --- Watching (watch.cpp) ----------------------------------------------------------------------------
  void watch();
  std::optional<Loss> look(std::uint32_t kinds);
  std::optional<Loss> look_at_part(const Part& part);
  static Loss is_void() noexcept;
  bool stands_still(bool is_late);
  void lose(const Loss& loss) noexcept;

  Listeners listeners_;
  std::vector<Part> parts_;
  std::deque<Hog> hogs_;
  Aggregate aggregate_;
  AudioObjectID device_ = kAudioObjectUnknown;
  DeviceForm form_;
  std::uint32_t input_latency_ = 0, output_latency_ = 0;
  std::optional<Io> io_;
  std::optional<Doorway<Io>> door_;
  void* token_ = nullptr;
  AudioDeviceIOProcID proc_ = nullptr;

  std::mutex telling_;             ///< of the client and its door: the watching thread and `finish` may both end it
  StreamClient* client_ = nullptr;
  std::atomic<bool> finished_{false};
  std::thread watcher_;
  std::uint64_t calls_seen_ = 0;   ///< of the watching thread
  unsigned still_ = 0;
};

}  // namespace busbar::coreaudio
