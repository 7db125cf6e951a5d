#include "devices/jack/connect.h"

#include <utility>

namespace busbar::jack {

Connector::Connector(std::shared_ptr<ServerClient> client, std::vector<Wish> wishes)
    : client_(std::move(client)), connections_(std::move(wishes), client_->name()) {}

void Connector::start() {
  work();
  thread_ = std::thread([this] { serve(); });
}

void Connector::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Connector::port_appeared(PortId port) { post({PortEvent::Kind::appeared, name_of(port), {}}); }

void Connector::port_connected(PortId a, PortId b, bool connected) {
  const Port* first = client_->jack().port_by_id(client_->get(), a);
  if (first == nullptr) return;
  const bool leads = (client_->jack().port_flags(first) & static_cast<int>(kIsOutput)) != 0;
  post({connected ? PortEvent::Kind::connected : PortEvent::Kind::disconnected, {}, {name_of(leads ? a : b), name_of(leads ? b : a)}});
}

void Connector::set_wishes(std::vector<Wish> wishes) {
  {
    const std::lock_guard lock(mutex_);
    wishes_ = std::move(wishes);
    awake_ = true;
  }
  wake_.notify_one();
}

void Connector::recompute_latencies() {
  {
    const std::lock_guard lock(mutex_);
    latencies_ = awake_ = true;
  }
  wake_.notify_one();
}

void Connector::post(PortEvent event) {
  {
    const std::lock_guard lock(mutex_);
    events_.push_back(std::move(event));
    awake_ = true;
  }
  wake_.notify_one();
}

void Connector::serve() {
  for (;;) {
    bool latencies = false;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return awake_ || stop_; });
      if (stop_) return;
      awake_ = false;
      latencies = std::exchange(latencies_, false);
    }
    work();
    if (latencies) client_->jack().recompute_total_latencies(client_->get());
  }
}

void Connector::work() {
  std::vector<PortEvent> events;
  std::optional<std::vector<Wish>> wishes;
  {
    const std::lock_guard lock(mutex_);
    events.swap(events_);
    wishes.swap(wishes_);
  }
  if (wishes) connections_.wish(std::move(*wishes));
  for (const PortEvent& event : events) connections_.happened(event);
  const Work work = connections_.update(ports(kIsOutput), ports(kIsInput));
  const Library& jack = client_->jack();
  // A port may be gone by now, or a pair joined already: the next event tells.
  for (const Pair& pair : work.disconnect) jack.disconnect(client_->get(), pair.source.c_str(), pair.sink.c_str());
  for (const Pair& pair : work.connect) jack.connect(client_->get(), pair.source.c_str(), pair.sink.c_str());
}

std::string Connector::name_of(PortId port) const {
  const Library& jack = client_->jack();
  const Port* found = jack.port_by_id(client_->get(), port);
  const char* name = found == nullptr ? nullptr : jack.port_name(found);
  return name == nullptr ? std::string() : name;
}

std::vector<std::string> Connector::ports(PortFlag direction) const {
  const Library& jack = client_->jack();
  std::vector<std::string> names;
  const char** list = jack.get_ports(client_->get(), nullptr, kAudio, direction);
  if (list == nullptr) return names;
  for (const char** name = list; *name != nullptr; ++name) names.emplace_back(*name);
  jack.free(list);
  return names;
}

}  // namespace busbar::jack
