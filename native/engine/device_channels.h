// Samples of devices. `DeviceBuffers` is what a device delivers and takes for some frames, wherever that lies;
// `DeviceChannels` owns such memory for the devices of a plan. Planar, in the order of the plan's devices.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "plan/plan_view.h"
#include "rt/arena.h"

namespace busbar {

/// Channels of one device, somebody else's memory. No inputs: silence. Outputs that are not there are dropped.
struct DeviceBuffers {
  std::span<const double* const> in;
  std::span<double* const> out;
};

class DeviceChannels {
 public:
  struct Device {
    std::vector<double*> inputs, outputs;
    DeviceBuffers buffers() const noexcept { return {{inputs.data(), inputs.size()}, outputs}; }
  };

  DeviceChannels() = default;
  /// Memory for the devices of domain `domain` (kNone: of all); the others have no channels here.
  DeviceChannels(std::span<const layout::DeviceRecord> devices, std::uint32_t domain, std::uint32_t frames)
      : arena_(count(devices, domain), frames) {
    for (const layout::DeviceRecord& d : devices) {
      const bool is_here = domain == layout::kNone || d.domain == domain;
      add(is_here ? d.inputs : 0, is_here ? d.outputs : 0);
    }
  }
  /// Memory for devices with as many channels as these.
  DeviceChannels(std::span<const Device> like, std::uint32_t frames) : arena_(count(like), frames) {
    for (const Device& d : like) add(d.inputs.size(), d.outputs.size());
  }

  static std::size_t count(std::span<const layout::DeviceRecord> devices, std::uint32_t domain) {
    std::size_t channels = 0;
    for (const layout::DeviceRecord& d : devices)
      if (domain == layout::kNone || d.domain == domain) channels += std::size_t{d.inputs} + d.outputs;
    return channels;
  }

  std::span<const Device> devices() const noexcept { return devices_; }
  std::vector<DeviceBuffers> buffers() const {
    std::vector<DeviceBuffers> all;
    for (const Device& d : devices_) all.push_back(d.buffers());
    return all;
  }
  std::span<const double> memory() const noexcept { return arena_.memory(); }
  void clear() noexcept { arena_.clear(); }

 private:
  static std::size_t count(std::span<const Device> like) {
    std::size_t channels = 0;
    for (const Device& d : like) channels += d.inputs.size() + d.outputs.size();
    return channels;
  }
  void add(std::size_t inputs, std::size_t outputs) {
    Device& device = devices_.emplace_back();
    device.inputs = arena_.pointers(next_, inputs);
    device.outputs = arena_.pointers(next_ + inputs, outputs);
    next_ += inputs + outputs;
  }

  std::size_t next_ = 0;
  ChannelArena arena_;
  std::vector<Device> devices_;
};

}  // namespace busbar
