#include "devices/jack/enumerate.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "devices/deadline.h"
#include "devices/jack/client.h"
#include "devices/jack/errors.h"
#include "devices/jack/patterns.h"

namespace busbar::jack {
namespace {

/// Servers of this user by their sockets, `jack_NAME_UID_0`; the default one first, running or not.
std::vector<std::string> server_names() {
  std::vector<std::string> names{default_server()};
  const std::string head = "jack_", tail = "_" + std::to_string(getuid()) + "_0";
  std::error_code unreadable;
  for (const auto& entry : std::filesystem::directory_iterator("/dev/shm", unreadable)) {
    const std::string file = entry.path().filename().string();
    if (file.size() <= head.size() + tail.size() || !file.starts_with(head) || !file.ends_with(tail)) continue;
    std::error_code gone;
    if (!entry.is_socket(gone)) continue;
    std::string name = file.substr(head.size(), file.size() - head.size() - tail.size());
    if (name != names.front()) names.push_back(std::move(name));
  }
  std::sort(names.begin() + 1, names.end());
  return names;
}

DirectionFacts direction(const ServerClient& client, bool input) {
  const Library& jack = client.jack();
  DirectionFacts facts;
  LatencyRange farthest{};
  // What we can hear is what others put out.
  const char** ports = jack.get_ports(client.get(), nullptr, kAudio, kIsPhysical | (input ? kIsOutput : kIsInput));
  for (const char** name = ports; name != nullptr && *name != nullptr; ++name) {
    facts.names.emplace_back(*name);
    LatencyRange range{};
    if (Port* port = jack.port_by_name(client.get(), *name)) jack.port_get_latency_range(port, input ? kCapture : kPlayback, &range);
    farthest.max = std::max(farthest.max, range.max);
  }
  if (ports != nullptr) jack.free(ports);
  std::sort(facts.names.begin(), facts.names.end(), comes_before);
  facts.least_channels = facts.most_channels = static_cast<std::uint32_t>(facts.names.size());
  facts.rates = {static_cast<double>(jack.get_sample_rate(client.get()))};
  facts.formats = {"f32"};
  facts.shortest_period = facts.longest_period = jack.get_buffer_size(client.get());
  if (!facts.names.empty()) facts.latency = farthest.max;
  return facts;
}

DeviceFacts facts_of(const ServerClient& client) {
  DeviceFacts facts;
  facts.id = client.server();
  facts.name = "JACK server " + client.server();
  facts.inputs = direction(client, true);
  facts.outputs = direction(client, false);
  facts.clock = "jack " + client.server();
  facts.default_input = facts.default_output = client.server() == default_server();
  return facts;
}

}  // namespace

Devices list_jack() {
  Devices found;
  DeviceError why;
  for (const std::string& name : server_names()) {
    DeviceError error;
    const auto client = ServerClient::open(name, "busbar-devices", error);
    const auto facts = client ? within_deadline([client] { return facts_of(*client); }) : std::nullopt;
    if (facts) {
      found.devices.push_back(*facts);
    } else if (!why) {
      why = client ? silent_server(name) : error;
    }
    if (why.fault == DeviceFault::library) break;
  }
  if (found.devices.empty()) found.absent = why.message;
  return found;
}

}  // namespace busbar::jack
