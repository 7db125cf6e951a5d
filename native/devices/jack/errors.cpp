#include "devices/jack/errors.h"

#include <cstdio>
#include <cstdlib>

#include "devices/jack/library.h"

namespace busbar::jack {
namespace {

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.10g", value);
  return text;
}

}  // namespace

std::string default_server() {
  const char* name = std::getenv("JACK_DEFAULT_SERVER");
  return name == nullptr || *name == '\0' ? "default" : name;
}

DeviceError not_opened(int status, const std::string& server) {
  const std::string name = "the JACK server `" + server + "`";
  if ((status & kVersionError) != 0)
    return {DeviceFault::unsupported, name + " is of another version than the installed libjack: install both from one source"};
  if ((status & kShmFailure) != 0)
    return {DeviceFault::denied, name + " shares its memory with its own user only: run both as one user"};
  if ((status & kServerFailed) != 0)
    return {DeviceFault::missing, name + " does not run, or runs as another user: start it, for example `jackd -n " + server +
                                      " -d alsa`; busbar starts none"};
  return {DeviceFault::failed, name + " refused a client (status " + std::to_string(status) + ")"};
}

DeviceError silent_server(const std::string& server) {
  return {DeviceFault::failed, "the JACK server `" + server + "` does not answer: it may be stopped, or busy starting a device"};
}

DeviceError wrong_rate(const std::string& server, double has_hz, double wanted_hz) {
  return {DeviceFault::unsupported, "the JACK server `" + server + "` runs at " + number(has_hz) + " Hz, the config at " +
                                        number(wanted_hz) + " Hz: start the server with `-r " + number(wanted_hz) +
                                        "`, or set `engine: { rate: " + number(has_hz) + " }`"};
}

DeviceError no_port(const std::string& name) {
  return {DeviceFault::failed, "JACK gave no port for `" + name + "`: the server has no more ports, or the name is taken or too long"};
}

const char* shutdown_words(int status) noexcept {
  return (status & kZombie) != 0 ? "the JACK server shut this client out because it was too late too often" : "the JACK server went away";
}

}  // namespace busbar::jack
