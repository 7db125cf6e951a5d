// A plan run from files to files, every clock ideal. In: an engine, PCM files by device. Out: PCM files, and what they
// hold. Devices without an input file are silent; outputs without a file are computed and dropped.
#pragma once

#include <memory>
#include <vector>

#include "engine/engine.h"
#include "engine/render.h"

namespace busbar {

class Renderer final : public Render {
 public:
  /// Opens every file. Inputs and outputs must name devices of the plan, each at most once in either list.
  FileError open(std::unique_ptr<Engine> engine, const std::vector<PcmFile>& inputs, const std::vector<PcmFile>& outputs);

  FileError run(std::uint64_t frames) override;
  const LoadedPlan* plan_with(std::uint32_t part) const override {
    return engine_->plan().has_part(part) ? &engine_->plan() : nullptr;
  }
  std::uint32_t read_out(std::uint32_t part, double* values, std::uint32_t count) noexcept override {
    return engine_->read_out(part, values, count);
  }

 private:
  std::unique_ptr<Engine> engine_;
  DeviceChannels channels_;  ///< a quantum of every device
  std::vector<DeviceBuffers> buffers_;
  std::uint64_t frame_ = 0;
};

}  // namespace busbar
