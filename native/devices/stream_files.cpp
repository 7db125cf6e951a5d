#include "devices/stream_files.h"

#include <algorithm>
#include <chrono>

namespace busbar {
namespace {

constexpr std::uint32_t kBlock = 1024;
/// The rings hold a second: a look now and then is enough, and costs the audio thread no wake-up call.
constexpr std::chrono::milliseconds kBetweenLooks{20};

std::uint32_t ring_frames(double rate_hz, std::uint32_t period) {
  return std::max({static_cast<std::uint32_t>(rate_hz), 4 * period, 2 * kBlock});
}

}  // namespace

StreamFiles::StreamFiles(const std::vector<StreamFile>& reads, const std::vector<StreamFile>& writes, double rate_hz,
                         std::uint32_t period) {
  const std::uint32_t frames = ring_frames(rate_hz, period);
  std::uint32_t most = 0;
  for (const StreamFile& f : reads) {
    inputs_.emplace_back(new Input{PcmReader(f.file, kBlock), f.first_channel, f.file.frames, FrameRing(f.channels, frames)});
    most = std::max(most, f.channels);
  }
  for (const StreamFile& f : writes) {
    outputs_.emplace_back(new Output{PcmWriter(f.file, kBlock), f.first_channel, FrameRing(f.channels, frames)});
    most = std::max(most, f.channels);
  }
  block_ = ChannelArena(most, kBlock);
  channels_ = block_.pointers();
}

StreamFiles::~StreamFiles() { (void)finish(); }

FileError StreamFiles::open() {
  for (const auto& input : inputs_) {
    if (FileError e = input->reader.open()) return e;
    fetch(*input);
  }
  for (const auto& output : outputs_)
    if (FileError e = output->writer.open()) return e;
  if (first_failure_) return first_failure_;
  if (!inputs_.empty() || !outputs_.empty()) thread_ = std::thread([this] { serve(); });
  return {};
}

FileError StreamFiles::finish() {
  if (thread_.joinable()) {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    wake_.notify_one();
    thread_.join();
    for (const auto& output : outputs_) {
      store(*output);
      if (FileError e = output->writer.close()) fail(std::move(e));
    }
  }
  return first_failure_;
}

void StreamFiles::serve() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    lock.unlock();
    for (const auto& input : inputs_) fetch(*input);
    for (const auto& output : outputs_) store(*output);
    lock.lock();
    wake_.wait_for(lock, kBetweenLooks, [this] { return stop_; });
  }
}

void StreamFiles::fetch(Input& input) {
  const std::span<double* const> to = std::span(channels_).first(input.ring.channels());
  while (input.left > 0 && !first_failure_) {
    const auto n = static_cast<std::uint32_t>(std::min<std::uint64_t>({kBlock, input.left, input.ring.writable()}));
    if (n == 0) return;
    if (FileError e = input.reader.read(to, n)) return fail(std::move(e));
    input.ring.write(to.data(), n);
    input.left -= n;
  }
  if (input.left == 0) input.ended.store(true, std::memory_order_release);
}

void StreamFiles::store(Output& output) {
  const std::span<double* const> from = std::span(channels_).first(output.ring.channels());
  while (!first_failure_) {
    const std::uint32_t n = std::min(kBlock, output.ring.readable());
    if (n == 0) return;
    output.ring.read(from.data(), n);
    if (FileError e = output.writer.write(from, n)) return fail(std::move(e));
  }
}

void StreamFiles::fail(FileError error) {
  if (first_failure_) return;
  first_failure_ = std::move(error);
  failure_.store(first_failure_.number, std::memory_order_release);
}

bool StreamFiles::ready(std::uint32_t frames) const noexcept {
  for (const auto& input : inputs_)
    if (!input->ended.load(std::memory_order_acquire) && input->ring.readable() < frames) return false;
  for (const auto& output : outputs_)
    if (output->ring.writable() < frames) return false;
  return true;
}

void StreamFiles::read(double* const* in, std::uint32_t frames) noexcept {
  for (const auto& input : inputs_) {
    const std::uint32_t n = std::min(frames, input->ring.readable());
    double* const* to = in + input->first_channel;
    input->ring.read(to, n);
    for (std::size_t c = 0; c < input->ring.channels(); ++c) std::fill(to[c] + n, to[c] + frames, 0.0);
  }
}

void StreamFiles::write(const double* const* out, std::uint32_t frames) noexcept {
  for (const auto& output : outputs_) output->ring.write(out + output->first_channel, frames);
}

}  // namespace busbar
