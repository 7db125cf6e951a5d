// A client of a JACK server. In: the server's name. Out: the client with the copy of the library that serves it alone.
// Invariants: no server is ever started; no call here takes longer than its deadline, whatever the server does.
#pragma once

#include <memory>
#include <string>

#include "devices/device.h"
#include "devices/jack/library.h"

namespace busbar::jack {

class ServerClient {
 public:
  /// `server`: empty for the default one. `name`: the server adds a number where it is taken.
  static std::shared_ptr<ServerClient> open(const std::string& server, const std::string& name, DeviceError& error);
  ~ServerClient() { close(); }
  ServerClient(const ServerClient&) = delete;
  ServerClient& operator=(const ServerClient&) = delete;

  const Library& jack() const noexcept { return *jack_; }
  Client* get() const noexcept { return client_; }
  const std::string& server() const noexcept { return server_; }
  /// Ends its threads: no callback runs after this. May wait for the server, for ever where that is stopped.
  void close() noexcept;
  /// As the server has it.
  std::string name() const { return jack_->get_client_name(client_); }

 private:
  ServerClient(std::shared_ptr<const Library> jack, Client* client, std::string server)
      : jack_(std::move(jack)), client_(client), server_(std::move(server)) {}

  std::shared_ptr<const Library> jack_;
  Client* client_;
  std::string server_;
};

}  // namespace busbar::jack
