// Files that a stream plays and records, without disk access on its audio thread: a thread of their own moves frames
// between files and rings. In: PCM files and the stream's channels that they serve. Out: whole periods, or the word
// that one is not ready yet. Invariant: no frame is lost or doubled; a file that ended goes on as silence.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "devices/pcm_file.h"
#include "rt/frame_ring.h"

namespace busbar {

/// A file, and the channels of a stream that it is read into or written from.
struct StreamFile {
  PcmFile file;
  std::uint32_t first_channel = 0;
  std::uint32_t channels = 0;
};

class StreamFiles {
 public:
  /// `period`: most frames of one call.
  StreamFiles(const std::vector<StreamFile>& reads, const std::vector<StreamFile>& writes, double rate_hz, std::uint32_t period);
  ~StreamFiles();

  // --- Control thread ----------------------------------------------------------------------------
  /// Opens all, fetches the first second, starts the thread.
  FileError open();
  /// After the last period: writes what is left and closes. The first failure of all.
  FileError finish();

  // --- Audio thread ------------------------------------------------------------------------------
  /// Whether `frames` can be read and written at once.
  bool ready(std::uint32_t frames) const noexcept;
  /// Channels without a file are left alone.
  void read(double* const* in, std::uint32_t frames) noexcept;
  void write(const double* const* out, std::uint32_t frames) noexcept;
  /// errno of the first call that failed; 0.
  int failure() const noexcept { return failure_.load(std::memory_order_acquire); }

 private:
  struct Input {
    PcmReader reader;
    std::uint32_t first_channel;
    std::uint64_t left;  ///< frames still to fetch
    FrameRing ring;
    std::atomic<bool> ended{false};
  };
  struct Output {
    PcmWriter writer;
    std::uint32_t first_channel;
    FrameRing ring;
  };

  void serve();
  void fetch(Input& input);
  void store(Output& output);
  void fail(FileError error);

  std::vector<std::unique_ptr<Input>> inputs_;
  std::vector<std::unique_ptr<Output>> outputs_;
  ChannelArena block_;           ///< between a ring and a file
  std::vector<double*> channels_;
  FileError first_failure_;      ///< of the serving thread, until it is joined
  std::atomic<int> failure_{0};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace busbar
