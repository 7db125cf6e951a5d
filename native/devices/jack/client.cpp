#include "devices/jack/client.h"

#include <chrono>
#include <thread>
#include <utility>

#include "devices/deadline.h"
#include "devices/jack/errors.h"

namespace busbar::jack {
namespace {

struct Opened {
  Client* client;
  int status;
};

/// A server that has just started refuses clients for a moment: ask again, half a second in all.
Opened ask(const Library& jack, const std::string& server, const std::string& name) {
  for (int attempt = 0;; ++attempt) {
    int status = 0;
    // The default one is not named: PipeWire's library takes names for something else.
    Client* client = server == default_server() ? jack.client_open(name.c_str(), kNoStartServer, &status)
                                                : jack.client_open(name.c_str(), kNoStartServer | kServerName, &status, server.c_str());
    const bool hasty = (status & kServerError) != 0 && (status & kServerFailed) == 0;
    if (client != nullptr || !hasty || attempt == 5) return {client, status};
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace

std::shared_ptr<ServerClient> ServerClient::open(const std::string& server, const std::string& name, DeviceError& error) {
  const std::string which = server.empty() ? default_server() : server;
  std::string why;
  auto jack = borrow_library(why);
  if (!jack) {
    error = {DeviceFault::library, why};
    return nullptr;
  }
  // What a late answer brings is closed again by the thread that waited for it.
  using Answer = std::pair<std::shared_ptr<ServerClient>, int>;
  auto answer = within_deadline([jack, which, name]() -> Answer {
    const Opened opened = ask(*jack, which, name);
    if (opened.client == nullptr) return {nullptr, opened.status};
    return {std::shared_ptr<ServerClient>(new ServerClient(jack, opened.client, which)), opened.status};
  });
  if (!answer) {
    error = silent_server(which);
    return nullptr;
  }
  if (!answer->first) error = not_opened(answer->second, which);
  return answer->first;
}

void ServerClient::close() noexcept {
  if (Client* client = std::exchange(client_, nullptr)) jack_->client_close(client);
}

}  // namespace busbar::jack
