#include "engine/renderer.h"

#include <algorithm>

#include "rt/denormals.h"

namespace busbar {

FileError Renderer::open(std::unique_ptr<Engine> engine, const std::vector<PcmFile>& inputs, const std::vector<PcmFile>& outputs) {
  engine_ = std::move(engine);
  const LoadedPlan& plan = engine_->plan();
  channels_ = DeviceChannels(plan.devices(), plan.quantum());
  buffers_ = channels_.buffers();
  std::vector<FileDevice> devices;
  for (const auto& d : plan.devices()) devices.push_back({plan.rate_hz(), static_cast<std::uint32_t>(d.outputs.size()), plan.quantum()});
  return files_.open(devices, inputs, outputs);
}

FileError Renderer::run(std::uint64_t frames) {
  const FlushDenormals flush;
  const std::span<const DeviceChannels::Device> devices = channels_.devices();
  for (const std::uint64_t end = frame_ + frames; frame_ < end && !cancelled();) {
    const auto n = static_cast<std::uint32_t>(std::min<std::uint64_t>(end - frame_, engine_->plan().quantum()));
    for (std::uint32_t d = 0; d < devices.size(); ++d)
      if (FileError e = files_.read(d, frame_, devices[d].inputs, n)) return e;
    engine_->run(buffers_, n);
    for (std::uint32_t d = 0; d < devices.size(); ++d)
      if (FileError e = files_.write(d, frame_, devices[d].outputs, n)) return e;
    frame_ += n;
  }
  return {};
}

}  // namespace busbar
