#include "devices/pcm_file.h"

#include <algorithm>
#include <cerrno>

namespace busbar {
namespace {

/// Bytes between calls of the operating system.
constexpr std::size_t kBuffered = 1 << 18;

bool seek(std::FILE* file, std::uint64_t offset) {
#ifdef _WIN32
  return _fseeki64(file, static_cast<long long>(offset), SEEK_SET) == 0;
#else
  return fseeko(file, static_cast<off_t>(offset), SEEK_SET) == 0;
#endif
}

}  // namespace

bool PcmStream::seek(std::uint64_t frame) { return busbar::seek(handle_.get(), file_.offset + frame * frame_bytes_); }

FileError PcmStream::failed() const { return {errno == 0 ? EIO : errno, file_.path}; }

FileError PcmStream::open(const char* mode) {
  errno = 0;
  handle_.reset(std::fopen(file_.path.c_str(), mode));
  if (!handle_) return failed();
  std::setvbuf(handle_.get(), nullptr, _IOFBF, kBuffered);
  if (!seek(0)) return failed();
  return {};
}

FileError PcmReader::read(std::span<double* const> channels, std::uint32_t frames) {
  const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(frames, file_.frames - done_));
  std::size_t got = 0;
  if (wanted != 0 && frame_bytes_ != 0) {
    errno = 0;
    got = std::fread(buffer_.data(), frame_bytes_, wanted, handle_.get());
    if (got < wanted && std::ferror(handle_.get())) return failed();
  }
  // What is missing stays missing: a file that ended is not read again.
  done_ = got < wanted ? file_.frames : done_ + got;
  const auto n = static_cast<std::uint32_t>(got);
  for (std::size_t c = 0; c < channels.size(); ++c) {
    const bool there = c < file_.channels;
    if (there) decode(file_.format, buffer_.data() + c * bytes_per_sample(file_.format), frame_bytes_, channels[c], n);
    std::fill(channels[c] + (there ? n : 0), channels[c] + frames, 0.0);
  }
  return {};
}

FileError PcmReader::skip(std::uint64_t frames) {
  done_ += std::min(frames, file_.frames - done_);
  errno = 0;
  return seek(done_) ? FileError{} : failed();
}

FileError PcmWriter::write(std::span<double* const> channels, std::uint32_t frames) {
  const auto n = static_cast<std::uint32_t>(std::min<std::uint64_t>(frames, file_.frames - done_));
  if (n == 0 || frame_bytes_ == 0) return {};
  const std::uint32_t sample_bytes = bytes_per_sample(file_.format);
  for (std::size_t c = 0; c < file_.channels; ++c) {
    std::byte* to = buffer_.data() + c * sample_bytes;
    if (c < channels.size()) {
      encode(file_.format, channels[c], to, frame_bytes_, n);
    } else {
      constexpr double silence = 0;
      for (std::uint32_t i = 0; i < n; ++i) encode(file_.format, &silence, to + i * frame_bytes_, frame_bytes_, 1);
    }
  }
  errno = 0;
  if (std::fwrite(buffer_.data(), frame_bytes_, n, handle_.get()) != n) return failed();
  done_ += n;
  return {};
}

FileError PcmWriter::close() {
  if (!handle_) return {};
  errno = 0;
  // fclose flushes what is left, and may be the first to learn that the disk is full.
  if (std::fclose(handle_.release()) != 0) return failed();
  return {};
}

}  // namespace busbar
