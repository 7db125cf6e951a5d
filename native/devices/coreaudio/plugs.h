// Notice of devices that come and go, and of other defaults. In: a call to make. Out: it is made on a thread of ours, once for all
// that changes within a tenth of a second: the HAL tells of one plug several times over. Invariant: not after the end of the object.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

#include "devices/coreaudio/listeners.h"
#include "devices/open.h"

namespace busbar::coreaudio {

class Plugs final : public DeviceWatch {
 public:
  explicit Plugs(std::function<void()> changed);
  ~Plugs() override;

 private:
  void watch();

  std::function<void()> changed_;
  Listeners listeners_;
  std::atomic<bool> ends_{false};
  std::thread thread_;
};

}  // namespace busbar::coreaudio
