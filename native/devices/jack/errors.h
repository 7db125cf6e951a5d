// What JACK refuses, in words of a DeviceError: what happened and what to do next.
#pragma once

#include <string>

#include "devices/device.h"

namespace busbar::jack {

/// `$JACK_DEFAULT_SERVER`, or JACK's own default.
std::string default_server();

/// `client_open` gave none: its status bits.
DeviceError not_opened(int status, const std::string& server);
/// The server did not answer.
DeviceError silent_server(const std::string& server);
DeviceError wrong_rate(const std::string& server, double has_hz, double wanted_hz);
DeviceError no_port(const std::string& name);

/// Why a client was shut down. A literal.
const char* shutdown_words(int status) noexcept;

}  // namespace busbar::jack
