// Latencies as JACK's programs tell them to each other. In: our ports, and how long the plan takes from one to another.
// Out: the ranges of our own ports, set when the server asks; and how far our ports are from converters.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "devices/device.h"
#include "devices/jack/client.h"

namespace busbar::jack {

class Latency {
 public:
  /// Ports by channel; null: a channel without one.
  Latency(std::shared_ptr<ServerClient> client, std::vector<Port*> inputs, std::vector<Port*> outputs);

  /// Until it is called, every input is taken to reach every output at once. Any thread.
  void set_paths(std::vector<StreamPath> paths);
  /// The server's question. JACK's notification thread.
  void answer(LatencyMode mode);
  /// From the farthest converter that a port of that direction is connected to; 0: to none. Control side.
  Frames farthest(LatencyMode mode) const;

 private:
  using Paths = std::shared_ptr<const std::vector<StreamPath>>;
  static Paths all_to_all(std::size_t inputs, std::size_t outputs);
  Paths paths() const;

  std::shared_ptr<ServerClient> client_;
  std::vector<Port*> inputs_, outputs_;
  mutable std::mutex mutex_;
  Paths paths_;
};

}  // namespace busbar::jack
