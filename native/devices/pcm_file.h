// Raw interleaved samples in a file, block by block, from some offset on (containers are TypeScript's business).
// Invariant: memory does not grow with the file. A file that ends early goes on as silence.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "devices/sample_format.h"

namespace busbar {

struct PcmFile {
  std::uint32_t device = 0;
  std::string path;
  std::uint64_t offset = 0;
  SampleFormat format{};
  std::uint32_t channels = 0;
  std::uint64_t frames = 0;
};

/// A call of the operating system that failed.
struct FileError {
  int number = 0;  ///< errno
  std::string path;
  explicit operator bool() const { return number != 0; }
};

/// Channels of a file, in memory for one block.
inline constexpr std::uint32_t kMostFileChannels = 65535;

/// What both directions share: the handle and one block of bytes.
class PcmStream {
 protected:
  explicit PcmStream(const PcmFile& file, std::uint32_t block)
      : file_(file), frame_bytes_(std::size_t{file.channels} * bytes_per_sample(file.format)), buffer_(block * frame_bytes_) {}
  FileError open(const char* mode);
  FileError failed() const;
  bool seek(std::uint64_t frame);

  struct Close {
    void operator()(std::FILE* f) const { std::fclose(f); }
  };
  PcmFile file_;
  std::size_t frame_bytes_;
  std::vector<std::byte> buffer_;
  std::unique_ptr<std::FILE, Close> handle_;
  std::uint64_t done_ = 0;  ///< frames
};

class PcmReader : private PcmStream {
 public:
  PcmReader(const PcmFile& file, std::uint32_t block) : PcmStream(file, block) {}
  FileError open() { return PcmStream::open("rb"); }
  /// The next `frames` (at most a block) of as many channels as there are: silence where the file has none.
  FileError read(std::span<double* const> channels, std::uint32_t frames);
  /// Passes over frames.
  FileError skip(std::uint64_t frames);
};

class PcmWriter : private PcmStream {
 public:
  PcmWriter(const PcmFile& file, std::uint32_t block) : PcmStream(file, block) {}
  /// The file must exist (it has its header already).
  FileError open() { return PcmStream::open("r+b"); }
  /// Samples must be finite. Channels that the file has beyond these are silent; frames beyond the file's are dropped.
  FileError write(std::span<double* const> channels, std::uint32_t frames);
  /// Says whether all of it reached the operating system.
  FileError close();
  std::uint64_t frames() const { return done_; }
};

}  // namespace busbar
