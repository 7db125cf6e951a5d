// One client with its ports, and all that JACK's threads call. In: an open client. Out: cycles for a StreamClient.
// Invariant: whatever JACK's threads may touch lives until the client is closed, which may be long after the stream was
// stopped where the server does not answer.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "devices/jack/client.h"
#include "devices/jack/connect.h"
#include "devices/jack/jack.h"
#include "devices/jack/latency.h"
#include "devices/jack/process.h"

namespace busbar::jack {

class ActiveClient {
 public:
  /// Registers ports and callbacks. Null: `error` says why. May wait for the server, as all below.
  static std::shared_ptr<ActiveClient> make(std::shared_ptr<ServerClient> client, const JackOptions& options, DeviceError& error);
  ~ActiveClient();
  ActiveClient(const ActiveClient&) = delete;
  ActiveClient& operator=(const ActiveClient&) = delete;

  /// Cycles begin and connections are made. False: the server refused.
  bool activate();

  /// What the ports wish from now on. Control side.
  void set_wishes(const std::vector<PortWish>& inputs, const std::vector<PortWish>& outputs);

  ServerClient& client() noexcept { return *client_; }
  Process& process() noexcept { return process_; }
  Latency& latency() noexcept { return latency_; }
  Connector& connector() noexcept { return connector_; }

 private:
  ActiveClient(std::shared_ptr<ServerClient> client, std::vector<Port*> inputs, std::vector<Port*> outputs, std::vector<Wish> wishes);
  void set_callbacks();

  std::shared_ptr<ServerClient> client_;
  double rate_hz_;
  Process process_;
  Latency latency_;
  Connector connector_;
};

}  // namespace busbar::jack
