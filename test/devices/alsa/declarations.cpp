// Our own declarations of libasound against its real header: compiled where that is installed, never run. Every function
// has the same result and parameters, pointers to the same things, enumerations as ints; constants and layouts agree.
#include <alsa/asoundlib.h>

#include <cstddef>
#include <type_traits>

#include "devices/alsa/library.h"

namespace {

namespace own = busbar::alsa;
using namespace busbar::alsa;

/// Equal to the caller: the same type, an int for an enumeration, or a pointer for a pointer.
template <class A, class B>
constexpr bool same() {
  if constexpr (std::is_pointer_v<A> && std::is_pointer_v<B>) {
    using To = std::remove_pointer_t<A>;
    using From = std::remove_pointer_t<B>;
    if constexpr (std::is_function_v<To>) return std::is_same_v<To, From>;
    else if constexpr (std::is_class_v<To> || std::is_class_v<From>) return std::is_class_v<To> && std::is_class_v<From> && std::is_const_v<To> == std::is_const_v<From>;
    else return same<To, From>();
  } else if constexpr (std::is_enum_v<B>) {
    return std::is_same_v<A, std::underlying_type_t<B>> || (std::is_same_v<A, int> && sizeof(B) == sizeof(int));
  } else {
    return std::is_same_v<A, B>;
  }
}

template <class A, class B>
struct Same : std::false_type {};
template <class R, class... A, class S, class... B>
struct Same<R (*)(A...), S (*)(B...)> {
  static constexpr bool value = [] {
    if constexpr (sizeof...(A) == sizeof...(B)) return same<R, S>() && (same<A, B>() && ...);
    else return false;
  }();
};

#define CHECK(name, result, parameters) static_assert(Same<result(*) parameters, decltype(&snd_##name)>::value, "snd_" #name);
BUSBAR_ALSA_FUNCTIONS(CHECK)

static_assert(sizeof(own::ChannelArea) == sizeof(snd_pcm_channel_area_t));
static_assert(offsetof(own::ChannelArea, first) == offsetof(snd_pcm_channel_area_t, first));
static_assert(offsetof(own::ChannelArea, step) == offsetof(snd_pcm_channel_area_t, step));
static_assert(offsetof(own::ChannelMapQuery, map) == offsetof(snd_pcm_chmap_query_t, map));
static_assert(offsetof(own::ChannelMap, positions) == offsetof(snd_pcm_chmap_t, pos));
static_assert(std::is_same_v<snd_htimestamp_t, timespec>);

static_assert(int(own::kPlayback) == SND_PCM_STREAM_PLAYBACK && int(own::kCapture) == SND_PCM_STREAM_CAPTURE);
static_assert(own::kNonBlock == SND_PCM_NONBLOCK && own::kNoAutoResample == SND_PCM_NO_AUTO_RESAMPLE);
static_assert(own::kNoAutoChannels == SND_PCM_NO_AUTO_CHANNELS && own::kNoAutoFormat == SND_PCM_NO_AUTO_FORMAT);
static_assert(int(own::kMmapInterleaved) == SND_PCM_ACCESS_MMAP_INTERLEAVED);
static_assert(int(own::kMmapNonInterleaved) == SND_PCM_ACCESS_MMAP_NONINTERLEAVED);
static_assert(int(own::kRwInterleaved) == SND_PCM_ACCESS_RW_INTERLEAVED);
static_assert(int(own::kU8) == SND_PCM_FORMAT_U8 && int(own::kS16) == SND_PCM_FORMAT_S16_LE && int(own::kS24) == SND_PCM_FORMAT_S24_LE);
static_assert(int(own::kS32) == SND_PCM_FORMAT_S32_LE && int(own::kS24_3) == SND_PCM_FORMAT_S24_3LE);
static_assert(int(own::kFloat) == SND_PCM_FORMAT_FLOAT_LE && int(own::kFloat64) == SND_PCM_FORMAT_FLOAT64_LE);
static_assert(int(own::kOpen) == SND_PCM_STATE_OPEN && int(own::kSetup) == SND_PCM_STATE_SETUP && int(own::kPrepared) == SND_PCM_STATE_PREPARED);
static_assert(int(own::kRunning) == SND_PCM_STATE_RUNNING && int(own::kXrun) == SND_PCM_STATE_XRUN);
static_assert(int(own::kDraining) == SND_PCM_STATE_DRAINING && int(own::kPaused) == SND_PCM_STATE_PAUSED);
static_assert(int(own::kSuspended) == SND_PCM_STATE_SUSPENDED && int(own::kDisconnected) == SND_PCM_STATE_DISCONNECTED);
static_assert(own::kInterfacePcm == SND_CTL_ELEM_IFACE_PCM && own::kTypeHw == SND_PCM_TYPE_HW && own::kStampsOn == SND_PCM_TSTAMP_ENABLE && own::kStampsMonotonic == SND_PCM_TSTAMP_TYPE_MONOTONIC);

}  // namespace
