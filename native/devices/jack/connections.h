// Memory of what we connected, so that patterns stay kept without fighting the user. In: what happens to ports, and the
// ports that there are. Out: what to connect and disconnect now. Pure, for one thread.
// Invariants: a pair that somebody cut is left alone until one of its ports comes anew or it is connected by hand; only
// what we connected is ever disconnected by us.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "devices/jack/patterns.h"

namespace busbar::jack {

/// In the order in which it happened.
struct PortEvent {
  enum class Kind { appeared, connected, disconnected } kind;
  std::string port;  ///< `appeared`
  Pair pair;         ///< else
};

struct Work {
  std::vector<Pair> connect, disconnect;
};

class Connections {
 public:
  Connections(std::vector<Wish> wishes, std::string client) : wishes_(std::move(wishes)), client_(std::move(client)) {}

  /// Other wishes of the same ports. What was cut stays cut.
  void wish(std::vector<Wish> wishes) { wishes_ = std::move(wishes); }
  void happened(const PortEvent& event);
  /// All audio ports of the server, by direction. What it says to do counts as done.
  Work update(const std::vector<std::string>& sources, const std::vector<std::string>& sinks);

 private:
  std::vector<Wish> wishes_;
  std::string client_;
  std::set<Pair> made_;  ///< by us, and still there as far as we know
  std::set<Pair> cut_;   ///< made by us, then taken away by somebody, maybe with its port
};

}  // namespace busbar::jack
