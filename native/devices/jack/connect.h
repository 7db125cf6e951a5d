// Keeps patterns connected while programs come and go: a control thread of our own, since neither the process callback
// nor JACK's notification thread may ask the server for anything. In: a client and what its ports wish.
// Invariant: no lock is held while libjack is called, so JACK's own threads never wait for the server through us.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "devices/jack/client.h"
#include "devices/jack/connections.h"

namespace busbar::jack {

class Connector {
 public:
  Connector(std::shared_ptr<ServerClient> client, std::vector<Wish> wishes);
  ~Connector() { stop(); }

  /// Of an active client: connects what is there, then starts the thread. Control side.
  void start();
  /// Waits for the thread, so for the server. Control side.
  void stop();

  // --- JACK's notification thread ---------------------------------------------------------------
  void port_appeared(PortId port);
  void port_connected(PortId a, PortId b, bool connected);

  /// From now on these: what we connected for others is taken away. Any thread.
  void set_wishes(std::vector<Wish> wishes);
  /// Has the server ask all clients for their latencies anew. Any thread.
  void recompute_latencies();

 private:
  void serve();
  void work();
  void post(PortEvent event);
  std::string name_of(PortId port) const;
  std::vector<std::string> ports(PortFlag direction) const;

  std::shared_ptr<ServerClient> client_;
  Connections connections_;  // the thread's, once that runs
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<PortEvent> events_;
  std::optional<std::vector<Wish>> wishes_;  ///< that the thread has not seen yet
  bool awake_ = false, latencies_ = false, stop_ = false;
  std::thread thread_;
};

}  // namespace busbar::jack
