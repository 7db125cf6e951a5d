// The back ends of this build. In: what to open, or to list. Out: a stream, or why there is none; devices. Control thread.
// Invariant: each back end is one line of the table in open.cpp, and nothing else of it is known outside its folder.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "devices/coreaudio/coreaudio.h"
#include "devices/device.h"
#include "devices/facts.h"
#include "devices/jack/jack.h"
#include "devices/virtual.h"

namespace busbar {

struct DeviceSpec {
  std::string backend;
  StreamRequest request;
  VirtualDevice virtual_device;  ///< `virtual`
  JackOptions jack;              ///< `jack`
  CoreaudioOptions coreaudio;    ///< `coreaudio`
};

DeviceError open_device(const DeviceSpec& spec, std::unique_ptr<Stream>& out);

/// Those whose devices the system has, the platform's own first.
std::vector<std::string> hardware_backends();

/// `names`: devices that no system lists, to be asked as well.
Devices list_devices(const std::string& backend, const std::vector<std::string>& names);

/// While it lives somebody is told of devices that come and go.
class DeviceWatch {
 public:
  virtual ~DeviceWatch() = default;
};

/// `changed` comes on another thread. Null: no back end here tells by itself.
std::unique_ptr<DeviceWatch> watch_devices(std::function<void()> changed);

}  // namespace busbar
