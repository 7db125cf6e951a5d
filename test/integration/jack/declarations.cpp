// Our own declarations of libjack against the real headers. In: nothing; it is only compiled. Out: nothing, or an error.
#include <jack/jack.h>

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>

#include "devices/jack/library.h"

namespace busbar::jack {
static_assert(sizeof(Frames) == sizeof(jack_nframes_t) && sizeof(Microseconds) == sizeof(jack_time_t));
static_assert(sizeof(PortId) == sizeof(jack_port_id_t));
static_assert(sizeof(LatencyRange) == sizeof(jack_latency_range_t) && offsetof(LatencyRange, max) == offsetof(jack_latency_range_t, max));
static_assert(static_cast<int>(kNoStartServer) == JackNoStartServer && static_cast<int>(kServerName) == JackServerName);
static_assert(static_cast<int>(kNameTaken) == JackNameNotUnique && static_cast<int>(kServerFailed) == JackServerFailed);
static_assert(static_cast<int>(kServerError) == JackServerError && static_cast<int>(kShmFailure) == JackShmFailure);
static_assert(static_cast<int>(kVersionError) == JackVersionError && static_cast<int>(kZombie) == JackClientZombie);
static_assert(static_cast<int>(kIsInput) == JackPortIsInput && static_cast<int>(kIsOutput) == JackPortIsOutput);
static_assert(static_cast<int>(kIsPhysical) == JackPortIsPhysical && static_cast<int>(kIsTerminal) == JackPortIsTerminal);
static_assert(static_cast<int>(kCapture) == JackCaptureLatency && static_cast<int>(kPlayback) == JackPlaybackLatency);
static_assert(std::string_view(kAudio) == JACK_DEFAULT_AUDIO_TYPE);

/// A parameter as the ABI sees it: pointers alike, enums and integers of one size alike.
template <class T>
inline constexpr int kKind = std::is_pointer_v<T> ? 100 : static_cast<int>(sizeof(T)) + (std::is_floating_point_v<T> ? 50 : 0);
template <class R>
  requires std::is_void_v<R>
inline constexpr int kKind<R> = 0;
template <class>
struct Shape;
template <class R, class... P>
struct Shape<R (*)(P...)> {
  static constexpr std::array<int, sizeof...(P) + 1> kinds{kKind<R>, kKind<P>...};
};
template <class R, class... P>
struct Shape<R (*)(P..., ...)> {
  static constexpr std::array<int, sizeof...(P) + 2> kinds{kKind<R>, kKind<P>..., -1};
};
#define SAME(name, result, parameters) \
  static_assert(Shape<decltype(Library::name)>::kinds == Shape<decltype(&::jack_##name)>::kinds, "jack_" #name);
BUSBAR_JACK_FUNCTIONS(SAME)
#undef SAME
}  // namespace busbar::jack
