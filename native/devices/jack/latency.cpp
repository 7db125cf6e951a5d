#include "devices/jack/latency.h"

#include <algorithm>
#include <utility>

namespace busbar::jack {
namespace {

struct Span {
  Frames min = 0xffffffff, max = 0;
  void widen(LatencyRange range, Frames more) {
    min = std::min(min, range.min + more);
    max = std::max(max, range.max + more);
  }
  LatencyRange range() const { return min > max ? LatencyRange{0, 0} : LatencyRange{min, max}; }
};

}  // namespace

Latency::Latency(std::shared_ptr<ServerClient> client, std::vector<Port*> inputs, std::vector<Port*> outputs)
    : client_(std::move(client)),
      inputs_(std::move(inputs)),
      outputs_(std::move(outputs)),
      paths_(all_to_all(inputs_.size(), outputs_.size())) {}

Latency::Paths Latency::all_to_all(std::size_t inputs, std::size_t outputs) {
  std::vector<StreamPath> all;
  for (std::uint32_t i = 0; i < inputs; ++i)
    for (std::uint32_t o = 0; o < outputs; ++o) all.push_back({i, o, 0});
  return std::make_shared<const std::vector<StreamPath>>(std::move(all));
}

void Latency::set_paths(std::vector<StreamPath> paths) {
  std::erase_if(paths, [&](const StreamPath& p) { return p.input >= inputs_.size() || p.output >= outputs_.size(); });
  Paths next = std::make_shared<const std::vector<StreamPath>>(std::move(paths));
  const std::lock_guard lock(mutex_);
  paths_.swap(next);
}

Latency::Paths Latency::paths() const {
  const std::lock_guard lock(mutex_);
  return paths_;
}

void Latency::answer(LatencyMode mode) {
  const Library& jack = client_->jack();
  // What arrives at our outputs has come through our inputs; what leaves our inputs goes on through our outputs.
  const auto& from = mode == kCapture ? inputs_ : outputs_;
  const auto& to = mode == kCapture ? outputs_ : inputs_;
  std::vector<Span> spans(to.size());
  for (const Paths all = paths(); const StreamPath& path : *all) {
    Port* port = from[mode == kCapture ? path.input : path.output];
    if (port == nullptr || jack.port_connected(port) == 0) continue;
    LatencyRange range{};
    jack.port_get_latency_range(port, mode, &range);
    spans[mode == kCapture ? path.output : path.input].widen(range, path.frames);
  }
  for (std::size_t i = 0; i < to.size(); ++i) {
    if (to[i] == nullptr) continue;
    LatencyRange range = spans[i].range();
    jack.port_set_latency_range(to[i], mode, &range);
  }
}

Frames Latency::farthest(LatencyMode mode) const {
  // Asked of the ports on the other side: ours are told only when the server has been round.
  const Library& jack = client_->jack();
  Frames most = 0;
  for (const Port* port : mode == kCapture ? inputs_ : outputs_) {
    const char** others = port == nullptr ? nullptr : jack.port_get_all_connections(client_->get(), port);
    for (const char** name = others; name != nullptr && *name != nullptr; ++name) {
      Port* other = jack.port_by_name(client_->get(), *name);
      LatencyRange range{};
      if (other != nullptr) jack.port_get_latency_range(other, mode, &range);
      most = std::max(most, range.max);
    }
    if (others != nullptr) jack.free(others);
  }
  return most;
}

}  // namespace busbar::jack
