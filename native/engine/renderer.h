// A plan run from files to files, offline. In: an engine, PCM files by device. Out: PCM files, and what they hold.
// Devices without an input file are silent; outputs without a file are computed and dropped. Any one thread at a time.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "devices/pcm_file.h"
#include "dsp/loudness.h"
#include "engine/engine.h"

namespace busbar {

/// What an output file holds.
struct OutputReport {
  std::uint32_t device = 0;
  std::uint64_t frames = 0;
  std::vector<double> peaks;           ///< factors, by channel, before clipping
  std::vector<std::uint64_t> clipped;  ///< samples that the format clipped, by channel
  std::uint64_t not_finite = 0;        ///< samples that were not numbers, or infinite: written as silence
  double loudness = 0;                 ///< LUFS of what was written
};

class Renderer {
 public:
  /// Opens every file. Inputs and outputs must name devices of the plan, each at most once in either list.
  FileError open(std::unique_ptr<Engine> engine, std::vector<PcmFile> inputs, std::vector<PcmFile> outputs);

  /// Renders `frames` more frames; stops early after `cancel`.
  FileError run(std::uint64_t frames);
  void cancel() noexcept { cancelled_ = true; }
  bool cancelled() const noexcept { return cancelled_; }

  /// Closes the outputs: the first failure.
  FileError finish();
  std::vector<OutputReport> reports() const;
  Engine& engine() noexcept { return *engine_; }

 private:
  struct Input {
    std::uint32_t device;
    PcmReader reader;
  };
  struct Output {
    std::uint32_t device;
    double scale;  ///< of the format, 0 where it does not clip
    PcmWriter writer;
    Loudness loudness;
    OutputReport report;
  };
  void measure(Output& output, std::span<double* const> channels, std::uint32_t frames);

  std::unique_ptr<Engine> engine_;
  DeviceChannels channels_;  ///< a quantum of every device
  std::vector<DeviceBuffers> buffers_;
  std::vector<Input> inputs_;
  std::vector<Output> outputs_;
  std::atomic<bool> cancelled_ = false;
};

}  // namespace busbar
