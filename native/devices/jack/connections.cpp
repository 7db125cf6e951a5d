#include "devices/jack/connections.h"

#include <algorithm>

namespace busbar::jack {

void Connections::happened(const PortEvent& event) {
  switch (event.kind) {
    case PortEvent::Kind::appeared: {
      const auto has_port = [&](const Pair& pair) { return pair.source == event.port || pair.sink == event.port; };
      std::erase_if(made_, has_port);
      std::erase_if(cut_, has_port);
      break;
    }
    case PortEvent::Kind::connected:
      if (cut_.erase(event.pair) != 0) made_.insert(event.pair);
      break;
    case PortEvent::Kind::disconnected:
      // A program that ends is disconnected first: then this is forgotten when it comes again.
      if (made_.erase(event.pair) != 0) cut_.insert(event.pair);
      break;
  }
}

Work Connections::update(const std::vector<std::string>& sources, const std::vector<std::string>& sinks) {
  const std::set<std::string> there(sources.begin(), sources.end()), takers(sinks.begin(), sinks.end());
  const auto is_gone = [&](const Pair& pair) { return !there.contains(pair.source) || !takers.contains(pair.sink); };
  std::erase_if(made_, is_gone);
  std::erase_if(cut_, is_gone);

  const std::vector<Pair> wanted = pairs_wanted(wishes_, client_, sources, sinks);
  Work work;
  for (const Pair& pair : made_)
    if (!std::binary_search(wanted.begin(), wanted.end(), pair)) work.disconnect.push_back(pair);
  for (const Pair& pair : wanted)
    if (!made_.contains(pair) && !cut_.contains(pair)) work.connect.push_back(pair);
  for (const Pair& pair : work.disconnect) made_.erase(pair);
  made_.insert(work.connect.begin(), work.connect.end());
  return work;
}

}  // namespace busbar::jack
