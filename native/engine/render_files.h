// The files of an offline run. In: PCM files by device, frames by their number. Out: samples for the devices; what the
// outputs hold. Invariants: frame n of a file is frame n of its device; what a device never played is silence in its file;
// what is written is finite and fits the format.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "devices/pcm_file.h"
#include "dsp/loudness.h"
#include "rt/arena.h"

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

/// A device of the plan, as far as its files go.
struct FileDevice {
  double rate_hz = 0;
  std::uint32_t outputs = 0;
  std::uint32_t block = 0;  ///< most frames of one call
};

class RenderFiles {
 public:
  /// Opens every file. They must name devices, each at most once in either list.
  FileError open(std::span<const FileDevice> devices, const std::vector<PcmFile>& inputs, const std::vector<PcmFile>& outputs);

  /// Frames from `frame` on, at most a block, none of them read before. Without a file the channels stay as they are.
  FileError read(std::uint32_t device, std::uint64_t frame, std::span<double* const> channels, std::uint32_t frames);
  /// The same for outputs. The samples become what can be written.
  FileError write(std::uint32_t device, std::uint64_t frame, std::span<double* const> channels, std::uint32_t frames);

  /// Silence for all that the device did not play before `frame`.
  FileError fill(std::uint32_t device, std::uint64_t frame);

  /// Closes the outputs: the first failure.
  FileError finish();
  std::vector<OutputReport> reports() const;

 private:
  struct Input {
    PcmReader reader;
    std::uint64_t next = 0;  ///< frame
  };
  struct Output {
    double scale;  ///< of the format, 0 where it does not clip
    std::uint64_t length;  ///< frames that the file shall have
    std::uint32_t block;
    PcmWriter writer;
    Loudness loudness;
    OutputReport report;
    ChannelArena silence;
    std::vector<double*> silent;
    std::uint64_t next = 0;  ///< frame
  };
  static void measure(Output& output, std::span<double* const> channels, std::uint32_t frames);

  std::vector<std::optional<Input>> inputs_;  ///< by device
  std::vector<std::optional<Output>> outputs_;
};

}  // namespace busbar
