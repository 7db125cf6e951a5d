// libjack, opened at run time. In: nothing. Out: tables of its functions, or why there are none.
// The declarations are our own and only what is called: the build needs no header of JACK, a machine without the library
// runs everything else. test/integration/jack/probe.cpp compares them with the real headers.
// Invariant: a copy of the library serves one client. libjack keeps the server that it talks to in globals, so two servers
// in one process, or a new client beside one whose server died, would take each other's memory away.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace busbar::jack {

struct Client;
struct Port;

using Frames = std::uint32_t;
using Microseconds = std::uint64_t;
using PortId = std::uint32_t;

/// Of `client_open`.
enum Option : int { kNoStartServer = 0x01, kServerName = 0x04 };
enum Status : int { kNameTaken = 0x04, kServerFailed = 0x10, kServerError = 0x20, kShmFailure = 0x200, kVersionError = 0x400, kZombie = 0x1000 };
enum PortFlag : unsigned long { kIsInput = 0x1, kIsOutput = 0x2, kIsPhysical = 0x4, kIsTerminal = 0x10 };
/// Capture: of what arrives at a port since it entered the machine. Playback: of what leaves it until it is heard.
enum LatencyMode : int { kCapture = 0, kPlayback = 1 };
inline constexpr const char* kAudio = "32 bit float mono audio";

struct LatencyRange {
  Frames min, max;
};

using ProcessCallback = int (*)(Frames frames, void* self);
using FramesCallback = int (*)(Frames frames, void* self);
using XrunCallback = int (*)(void* self);
using LatencyCallback = void (*)(int mode, void* self);
using PortCallback = void (*)(PortId port, int there, void* self);
using PortConnectCallback = void (*)(PortId a, PortId b, int connected, void* self);
using FreewheelCallback = void (*)(int begins, void* self);
using ShutdownCallback = void (*)(void* self);
using InfoShutdownCallback = void (*)(int status, const char* reason, void* self);
using WordsCallback = void (*)(const char* words);

/// name without `jack_`, result, parameters
#define BUSBAR_JACK_FUNCTIONS(F)                                                                                        \
  F(client_open, Client*, (const char* name, int options, int* status, ...))                                            \
  F(client_close, int, (Client*))                                                                                       \
  F(client_name_size, int, ())                                                                                          \
  F(get_client_name, char*, (Client*))                                                                                  \
  F(activate, int, (Client*))                                                                                           \
  F(deactivate, int, (Client*))                                                                                         \
  F(set_process_callback, int, (Client*, ProcessCallback, void*))                                                       \
  F(set_buffer_size_callback, int, (Client*, FramesCallback, void*))                                                    \
  F(set_sample_rate_callback, int, (Client*, FramesCallback, void*))                                                    \
  F(set_freewheel_callback, int, (Client*, FreewheelCallback, void*))                                                   \
  F(set_xrun_callback, int, (Client*, XrunCallback, void*))                                                             \
  F(set_latency_callback, int, (Client*, LatencyCallback, void*))                                                       \
  F(set_port_registration_callback, int, (Client*, PortCallback, void*))                                                \
  F(set_port_connect_callback, int, (Client*, PortConnectCallback, void*))                                              \
  F(on_shutdown, void, (Client*, ShutdownCallback, void*))                                                              \
  F(on_info_shutdown, void, (Client*, InfoShutdownCallback, void*))                                                     \
  F(get_sample_rate, Frames, (Client*))                                                                                 \
  F(get_buffer_size, Frames, (Client*))                                                                                 \
  F(get_cycle_times, int, (const Client*, Frames * frames, Microseconds * now, Microseconds * next, float* period))     \
  F(get_time, Microseconds, ())                                                                                         \
  F(port_register, Port*, (Client*, const char* name, const char* type, unsigned long flags, unsigned long buffer))     \
  F(port_get_buffer, void*, (Port*, Frames))                                                                            \
  F(port_name, const char*, (const Port*))                                                                              \
  F(port_name_size, int, ())                                                                                            \
  F(port_flags, int, (const Port*))                                                                                     \
  F(port_connected, int, (const Port*))                                                                                 \
  F(port_by_id, Port*, (Client*, PortId))                                                                               \
  F(port_by_name, Port*, (Client*, const char* name))                                                                   \
  F(port_get_all_connections, const char**, (const Client*, const Port*))                                               \
  F(port_get_latency_range, void, (Port*, int mode, LatencyRange*))                                                     \
  F(port_set_latency_range, void, (Port*, int mode, LatencyRange*))                                                     \
  F(recompute_total_latencies, int, (Client*))                                                                          \
  F(get_ports, const char**, (Client*, const char* name_pattern, const char* type_pattern, unsigned long flags))        \
  F(connect, int, (Client*, const char* source, const char* sink))                                                      \
  F(disconnect, int, (Client*, const char* source, const char* sink))                                                   \
  F(set_error_function, void, (WordsCallback))                                                                          \
  F(set_info_function, void, (WordsCallback))                                                                           \
  F(free, void, (void*))

struct Library {
#define BUSBAR_JACK_MEMBER(name, result, parameters) result(*name) parameters = nullptr;
  BUSBAR_JACK_FUNCTIONS(BUSBAR_JACK_MEMBER)
#undef BUSBAR_JACK_MEMBER
};

/// A copy of the library that nobody else uses, until the last pointer to it is gone. Null: `why` says why. Any thread.
std::shared_ptr<const Library> borrow_library(std::string& why);

}  // namespace busbar::jack
