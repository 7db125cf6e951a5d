// CoreAudio as a back end. In: a device by its UID, or several that CoreAudio joins. Out: a stream on the HAL's own IO thread,
// both directions in one call, without a converter of the system between. StreamInfo: `period` is what the device has of the
// wish; `periods` is 0, the HAL's affair; latencies are the device's word with one buffer in each direction.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "devices/device.h"

namespace busbar {

/// A device of a native aggregate. Its channels stand after those of the members before it.
struct AggregateMember {
  std::string id;
  std::uint32_t inputs = 0, outputs = 0;  ///< that are used, of those that it has
  bool compensated = true;                ///< its clock is its own
  bool exclusive = false;
};

struct AggregateOptions {
  std::string name;           ///< for people
  std::size_t leader = 0;     ///< the member whose clock the others follow
  bool publish = false;       ///< visible to other programs
  std::vector<AggregateMember> members;
};

struct CoreaudioOptions {
  bool exclusive = false;
  AggregateOptions aggregate;  ///< without members: `request.id` alone
};

/// `request.inputs` and `outputs`: with an aggregate the sums of its members'.
DeviceError open_coreaudio(const StreamRequest& request, const CoreaudioOptions& options, std::unique_ptr<Stream>& out);

}  // namespace busbar
