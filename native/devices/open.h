// Opens a device by the name of its back end. In: what to open. Out: a stream, or why there is none. Control thread.
// Invariant: each back end is one line here, and nothing else of it is known outside its folder.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "devices/device.h"
#include "devices/jack/jack.h"
#include "devices/virtual.h"

namespace busbar {

struct DeviceSpec {
  std::string backend;
  StreamRequest request;
  VirtualDevice virtual_device;  ///< `virtual`
  JackOptions jack;              ///< `jack`
};

DeviceError open_device(const DeviceSpec& spec, std::unique_ptr<Stream>& out);

}  // namespace busbar
