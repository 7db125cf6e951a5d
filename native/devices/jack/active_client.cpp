#include "devices/jack/active_client.h"

#include <utility>

#include "devices/jack/errors.h"

namespace busbar::jack {
namespace {

std::string full_name(ServerClient& client, const PortWish& port) { return client.name() + ":" + port.name; }

/// Ports of one direction, by channel; false: one was refused, and `error` says so.
bool register_ports(ServerClient& client, const std::vector<PortWish>& asked, bool input, std::vector<Port*>& ports,
                    std::vector<Wish>& wishes, DeviceError& error) {
  for (const PortWish& port : asked) {
    if (port.name.empty()) {
      ports.push_back(nullptr);
      continue;
    }
    const std::string full = full_name(client, port);
    Port* made = full.size() >= static_cast<std::size_t>(client.jack().port_name_size())
                     ? nullptr
                     : client.jack().port_register(client.get(), port.name.c_str(), kAudio, input ? kIsInput : kIsOutput, 0);
    if (made == nullptr) {
      error = no_port(full);
      return false;
    }
    ports.push_back(made);
    wishes.push_back({full, input, port.connect, port.nth});
  }
  return true;
}

ActiveClient& self(void* pointer) { return *static_cast<ActiveClient*>(pointer); }

}  // namespace

std::shared_ptr<ActiveClient> ActiveClient::make(std::shared_ptr<ServerClient> client, const JackOptions& options, DeviceError& error) {
  std::vector<Port*> inputs, outputs;
  std::vector<Wish> wishes;
  if (!register_ports(*client, options.inputs, true, inputs, wishes, error) ||
      !register_ports(*client, options.outputs, false, outputs, wishes, error))
    return nullptr;
  std::shared_ptr<ActiveClient> made(new ActiveClient(std::move(client), std::move(inputs), std::move(outputs), std::move(wishes)));
  made->set_callbacks();
  return made;
}

ActiveClient::ActiveClient(std::shared_ptr<ServerClient> client, std::vector<Port*> inputs, std::vector<Port*> outputs,
                           std::vector<Wish> wishes)
    : client_(std::move(client)),
      rate_hz_(client_->jack().get_sample_rate(client_->get())),
      process_(client_, inputs, outputs, client_->jack().get_buffer_size(client_->get())),
      latency_(client_, std::move(inputs), std::move(outputs)),
      connector_(client_, std::move(wishes)) {}

ActiveClient::~ActiveClient() {
  process_.finish(DeviceFault::none, "");
  connector_.stop();
  client_->jack().deactivate(client_->get());
  client_->close();
}

void ActiveClient::set_wishes(const std::vector<PortWish>& inputs, const std::vector<PortWish>& outputs) {
  std::vector<Wish> wishes;
  for (const bool input : {true, false})
    for (const PortWish& port : input ? inputs : outputs)
      if (!port.name.empty()) wishes.push_back({full_name(*client_, port), input, port.connect, port.nth});
  connector_.set_wishes(std::move(wishes));
}

bool ActiveClient::activate() {
  if (client_->jack().activate(client_->get()) != 0) return false;
  connector_.start();
  return true;
}

void ActiveClient::set_callbacks() {
  const Library& jack = client_->jack();
  Client* client = client_->get();
  jack.set_process_callback(client, [](Frames frames, void* p) { return self(p).process_.run(frames); }, this);
  jack.set_xrun_callback(client, [](void* p) { return self(p).process_.count_xrun(), 0; }, this);
  jack.set_freewheel_callback(client, [](int begins, void* p) { self(p).process_.freewheel(begins != 0); }, this);
  jack.set_buffer_size_callback(client, [](Frames, void* p) { return self(p).process_.expect_jump(), 0; }, this);
  jack.set_sample_rate_callback(
      client,
      [](Frames rate, void* p) {
        if (rate != self(p).rate_hz_) self(p).process_.finish(DeviceFault::changed, "the JACK server changed its rate");
        return 0;
      },
      this);
  jack.set_latency_callback(client, [](int mode, void* p) { self(p).latency_.answer(static_cast<LatencyMode>(mode)); }, this);
  jack.set_port_registration_callback(
      client,
      [](PortId port, int there, void* p) {
        // A port that went needs no work: what was connected to it went with it.
        if (there != 0) self(p).connector_.port_appeared(port);
      },
      this);
  jack.set_port_connect_callback(
      client, [](PortId a, PortId b, int connected, void* p) { self(p).connector_.port_connected(a, b, connected != 0); }, this);
  // Either is called, or both: PipeWire's library of 2023 knows only the first.
  jack.on_shutdown(client, [](void* p) { self(p).process_.finish(DeviceFault::gone, shutdown_words(0)); }, this);
  jack.on_info_shutdown(
      client, [](int status, const char*, void* p) { self(p).process_.finish(DeviceFault::gone, shutdown_words(status)); }, this);
}

}  // namespace busbar::jack
