#include "devices/alsa/side.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>

#include "devices/alsa/convert.h"
#include "rt/clock.h"

namespace busbar::alsa {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
/// Calls that move nothing, after which the device is taken for broken.
constexpr int kFruitless = 8;
constexpr std::size_t kPage = 4096;

bool is_hardware(const std::string& id) { return id.starts_with("hw:"); }

}  // namespace

DeviceError Side::open(const std::string& id) {
  id_ = id;
  Pcm* made = nullptr;
  // A hardware device converts nothing by itself; any other name was chosen because it does.
  const int mode = kNonBlock | (is_hardware(id) ? kNoAutoResample | kNoAutoChannels | kNoAutoFormat : 0);
  if (const int e = alsa_.pcm_open(&made, id.c_str(), direction_, mode); e < 0) return open_error(alsa_, id, direction_, e);
  pcm_.reset(made);
  return {};
}

DeviceError Side::configure(const StreamRequest& request, std::uint32_t channels, std::uint32_t period) {
  Wish wish{id_, direction_, channels, static_cast<std::uint32_t>(request.rate_hz), period, request.periods, {}};
  if (request.any_format) wish.formats = {SampleFormat::s32, SampleFormat::f32, SampleFormat::s24_3, SampleFormat::s24, SampleFormat::s16};
  else wish.formats = {request.format};
  alsa_.pcm_hw_free(pcm_.get());
  if (DeviceError e = busbar::alsa::configure(alsa_, pcm_.get(), wish, granted_)) return e;
  const int count = alsa_.pcm_poll_descriptors_count(pcm_.get());
  fds_.resize(static_cast<std::size_t>(std::max(count, 0)));
  if (count <= 0 || alsa_.pcm_poll_descriptors(pcm_.get(), fds_.data(), static_cast<unsigned>(count)) < 0)
    return {DeviceFault::unsupported, "the ALSA device " + id_ + " cannot be waited for"};
  if (granted_.access == kRwInterleaved) {
    const unsigned width = bytes_per_sample(granted_.format) * 8;
    bytes_.resize(std::size_t{granted_.period} * granted_.channels * width / 8);
    areas_.resize(granted_.channels);
    for (unsigned c = 0; c < granted_.channels; ++c) areas_[c] = {bytes_.data(), c * width, granted_.channels * width};
  }
  return {};
}

bool Side::shares_card_with(const Side& other) const {
  const auto card = [&](Pcm* pcm) {
    PcmInfo* made = nullptr;
    if (alsa_.pcm_info_malloc(&made) < 0) return -1;
    const std::unique_ptr<PcmInfo, void (*)(PcmInfo*)> info(made, alsa_.pcm_info_free);
    return alsa_.pcm_info(pcm, made) < 0 ? -1 : alsa_.pcm_info_get_card(made);
  };
  const int mine = card(pcm_.get());
  return mine >= 0 && mine == card(other.pcm_.get());
}

int Side::fill() noexcept {
  for (std::uint32_t done = 0; done < granted_.fill; done += granted_.period)
    if (const int e = write(nullptr, 0, granted_.period); e < 0) return e;
  return 0;
}

void Side::touch() noexcept {
  const ChannelArea* areas = nullptr;
  Frames offset = 0, frames = granted_.buffer;
  if (granted_.access == kRwInterleaved || alsa_.pcm_mmap_begin(pcm_.get(), &areas, &offset, &frames) < 0) return;
  for (unsigned c = 0; c < granted_.channels; ++c) {
    const volatile auto* first = static_cast<const volatile std::byte*>(areas[c].addr) + areas[c].first / 8;
    const std::size_t bytes = std::size_t{granted_.buffer - 1} * areas[c].step / 8;
    for (std::size_t at = 0; at <= bytes; at += kPage) (void)first[at];
    (void)first[bytes];
  }
}

int Side::start() noexcept { return state() == kRunning ? 0 : alsa_.pcm_start(pcm_.get()); }

long Side::ready() noexcept {
  const long avail = alsa_.pcm_avail_update(pcm_.get());
  return avail < 0 || capture() ? avail : std::max(0L, avail - static_cast<long>(granted_.buffer - granted_.fill));
}

bool Side::stamp(long& ready, std::int64_t& time_ns) noexcept {
  Frames avail = 0;
  timespec t{};
  if (!granted_.stamps || alsa_.pcm_htimestamp(pcm_.get(), &avail, &t) < 0) return false;
  const std::int64_t stamped = std::int64_t{t.tv_sec} * kSecond + t.tv_nsec;
  const std::int64_t now = now_ns();
  if (stamped > now || now - stamped > kSecond) return false;
  time_ns = stamped;
  ready = static_cast<long>(avail) - (capture() ? 0 : static_cast<long>(granted_.buffer - granted_.fill));
  return true;
}

/// `move(areas, offset, done, frames)` for each piece that lies in one.
int Side::exchange_mapped(std::uint32_t frames, auto move) noexcept {
  int fruitless = 0;
  for (std::uint32_t done = 0; done < frames;) {
    // Without this, begin may hand out less than there is, or a plugin's memory as it was.
    if (const long avail = alsa_.pcm_avail_update(pcm_.get()); avail < 0) return static_cast<int>(avail);
    const ChannelArea* areas = nullptr;
    Frames offset = 0, piece = frames - done;
    if (const int e = alsa_.pcm_mmap_begin(pcm_.get(), &areas, &offset, &piece); e < 0) return e;
    const auto count = static_cast<std::uint32_t>(std::min<Frames>(piece, frames - done));
    if (count != 0) move(areas, offset, done, count);
    const long moved = alsa_.pcm_mmap_commit(pcm_.get(), offset, count);
    if (moved < 0) return static_cast<int>(moved);
    if (moved == 0 && ++fruitless == kFruitless) return -EIO;
    done += static_cast<std::uint32_t>(moved);
  }
  return 0;
}

/// All of it in one call, but a plugin may stop short at the end of its own buffer.
int Side::exchange_called(std::uint32_t frames, auto move) noexcept {
  const std::size_t frame = bytes_.size() / granted_.period;
  if (!capture()) move(areas_.data(), Frames{0}, 0U, frames);
  int fruitless = 0;
  for (std::uint32_t done = 0; done < frames;) {
    std::byte* at = bytes_.data() + done * frame;
    const long moved = capture() ? alsa_.pcm_readi(pcm_.get(), at, frames - done) : alsa_.pcm_writei(pcm_.get(), at, frames - done);
    if (moved < 0 && moved != -EAGAIN) return static_cast<int>(moved);
    if (moved <= 0 && ++fruitless == kFruitless) return -EIO;
    done += static_cast<std::uint32_t>(std::max(moved, 0L));
  }
  if (capture()) move(areas_.data(), Frames{0}, 0U, frames);
  return 0;
}

template <class Move>
int Side::exchange(std::uint32_t frames, Move move) noexcept {
  return granted_.access == kRwInterleaved ? exchange_called(frames, move) : exchange_mapped(frames, move);
}

int Side::read(double* const* to, std::uint32_t channels, std::uint32_t frames) noexcept {
  return exchange(frames, [&](const ChannelArea* areas, Frames offset, std::uint32_t done, std::uint32_t count) {
    from_areas(granted_.format, areas, offset, to, done, channels, count);
  });
}

int Side::write(const double* const* from, std::uint32_t channels, std::uint32_t frames) noexcept {
  return exchange(frames, [&](const ChannelArea* areas, Frames offset, std::uint32_t done, std::uint32_t count) {
    to_areas(granted_.format, from, done, areas, offset, channels, count);
    // Channels that the device has beyond those of the config.
    to_areas(granted_.format, nullptr, done, areas + channels, offset, granted_.channels - channels, count);
  });
}

unsigned short Side::events(pollfd* fds) noexcept {
  unsigned short events = 0;
  return alsa_.pcm_poll_descriptors_revents(pcm_.get(), fds, descriptors(), &events) < 0 ? POLLERR : events;
}

}  // namespace busbar::alsa
