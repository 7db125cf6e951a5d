#include "devices/alsa/enumerate.h"

#include <algorithm>
#include <cerrno>
#include <memory>

#include "devices/alsa/capabilities.h"
#include "devices/alsa/pitch.h"
#include "devices/alsa/system.h"

namespace busbar {
namespace alsa {
namespace {

struct Card {
  int index;
  std::string id, name;
  Plug plug;
};

/// A direction that the driver lists but cannot be opened now is there all the same, of unknown abilities.
std::optional<DirectionFacts> ask(const Library& alsa, DeviceFacts& device, Direction direction, int card, unsigned number) {
  Capabilities found = capabilities_of(alsa, device.id, direction);
  if (found.facts) return found.facts;
  if (!device.busy.empty()) return DirectionFacts{};
  if (found.error == -EBUSY || found.error == -EAGAIN) {
    device.busy = holder_of(card, number, direction);
    if (device.busy.empty()) device.busy = "another program";
  } else {
    device.busy = alsa.strerror(found.error);
  }
  return DirectionFacts{};
}

void list_card(const Library& alsa, Ctl* control, const Card& card, std::vector<DeviceFacts>& out) {
  PcmInfo* made = nullptr;
  if (alsa.pcm_info_malloc(&made) < 0) return;
  const std::unique_ptr<PcmInfo, void (*)(PcmInfo*)> info(made, alsa.pcm_info_free);
  for (int number = -1; alsa.ctl_pcm_next_device(control, &number) == 0 && number >= 0;) {
    DeviceFacts device;
    device.id = "hw:CARD=" + card.id + ",DEV=" + std::to_string(number);
    device.name = card.name;
    device.card = card.id;
    device.index = card.index;
    device.usb = card.plug.usb;
    device.serial = card.plug.serial;
    device.port = card.plug.port;
    device.exclusive = device.pitch = true;
    for (const Direction direction : {kCapture, kPlayback}) {
      alsa.pcm_info_set_device(made, static_cast<unsigned>(number));
      alsa.pcm_info_set_subdevice(made, 0);
      alsa.pcm_info_set_stream(made, direction);
      if (alsa.ctl_pcm_info(control, made) < 0) continue;
      if (!pitch_element(alsa, control, direction, static_cast<unsigned>(number), 0)) device.pitch = false;
      // One card, several devices: the device's own name tells them apart.
      if (const std::string own = alsa.pcm_info_get_name(made); number == 0 || own.empty()) device.name = card.name;
      else device.name = card.name + ", " + own;
      (direction == kCapture ? device.inputs : device.outputs) = ask(alsa, device, direction, card.index, static_cast<unsigned>(number));
    }
    if (device.inputs || device.outputs) out.push_back(std::move(device));
  }
}

void list_cards(const Library& alsa, std::vector<DeviceFacts>& out) {
  CardInfo* made = nullptr;
  if (alsa.ctl_card_info_malloc(&made) < 0) return;
  const std::unique_ptr<CardInfo, void (*)(CardInfo*)> info(made, alsa.ctl_card_info_free);
  for (int index = -1; alsa.card_next(&index) == 0 && index >= 0;) {
    Ctl* opened = nullptr;
    if (alsa.ctl_open(&opened, ("hw:" + std::to_string(index)).c_str(), 0) < 0) continue;
    const std::unique_ptr<Ctl, int (*)(Ctl*)> control(opened, alsa.ctl_close);
    if (alsa.ctl_card_info(opened, made) < 0) continue;
    const Card card{index, alsa.ctl_card_info_get_id(made), alsa.ctl_card_info_get_name(made), plug_of(index)};
    list_card(alsa, opened, card, out);
  }
}

/// A PCM of libasound's configuration. Nothing where neither direction opens.
std::optional<DeviceFacts> describe(const Library& alsa, const std::string& name, Capabilities& in, Capabilities& out) {
  in = capabilities_of(alsa, name, kCapture);
  out = capabilities_of(alsa, name, kPlayback);
  const auto busy = [](const Capabilities& c) { return c.error == -EBUSY || c.error == -EAGAIN; };
  DeviceFacts device;
  if (!in.facts && !out.facts && !busy(in) && !busy(out)) return {};
  device.id = device.name = name;
  device.inputs = busy(in) ? DirectionFacts{} : in.facts;
  device.outputs = busy(out) ? DirectionFacts{} : out.facts;
  if (busy(in) || busy(out)) device.busy = "another program";
  device.exclusive = in.hardware || out.hardware;
  if (!device.exclusive) device.converts = {"rate", "format", "channels"};
  return device;
}

/// What `default` means: a device of a card where it ends on one, else a PCM of its own (a sound server's).
void mark_default(const Library& alsa, std::vector<DeviceFacts>& devices) {
  Capabilities in, out;
  const std::optional<DeviceFacts> named = describe(alsa, "default", in, out);
  const auto find = [&](const Capabilities& c) -> DeviceFacts* {
    const auto at = std::find_if(devices.begin(), devices.end(), [&](const DeviceFacts& d) {
      return c.facts && d.index == c.card && d.id.ends_with(",DEV=" + std::to_string(c.device));
    });
    return at == devices.end() ? nullptr : &*at;
  };
  // Where nothing answers to the name (a sound server that does not run), the first card's first, as libasound has it.
  const auto first = [&](std::optional<DirectionFacts> DeviceFacts::* side) -> DeviceFacts* {
    const auto at = std::find_if(devices.begin(), devices.end(), [&](const DeviceFacts& d) { return (d.*side).has_value(); });
    return at == devices.end() ? nullptr : &*at;
  };
  DeviceFacts* const input = named && named->inputs ? find(in) : first(&DeviceFacts::inputs);
  DeviceFacts* const output = named && named->outputs ? find(out) : first(&DeviceFacts::outputs);
  if (input != nullptr) input->default_input = true;
  if (output != nullptr) output->default_output = true;
  if (!named) return;
  DeviceFacts own = *named;
  own.default_input = own.inputs.has_value() && input == nullptr;
  own.default_output = own.outputs.has_value() && output == nullptr;
  if (own.default_input || own.default_output) devices.push_back(std::move(own));
}

}  // namespace
}  // namespace alsa

Devices list_alsa(const std::vector<std::string>& names) {
  Devices all;
  const alsa::Library* library = alsa::library(all.absent);
  if (library == nullptr) return all;
  alsa::list_cards(*library, all.devices);
  alsa::mark_default(*library, all.devices);
  for (const std::string& name : names) {
    const auto known = [&](const DeviceFacts& d) { return d.id == name; };
    if (std::any_of(all.devices.begin(), all.devices.end(), known)) continue;
    alsa::Capabilities in, out;
    if (std::optional<DeviceFacts> device = alsa::describe(*library, name, in, out)) all.devices.push_back(std::move(*device));
  }
  return all;
}

}  // namespace busbar
