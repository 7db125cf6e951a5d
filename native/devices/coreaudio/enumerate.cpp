#include "devices/coreaudio/enumerate.h"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "devices/coreaudio/aggregate.h"
#include "devices/coreaudio/latency.h"
#include "devices/coreaudio/layout.h"
#include "devices/coreaudio/property.h"
#include "devices/coreaudio/rate.h"
#include "devices/coreaudio/system.h"

namespace busbar {
namespace coreaudio {
namespace {

/// `NAME:1235:8210`: Apple's USB driver ends a model's UID with vendor and product.
std::string usb_of(const std::string& model) {
  const std::size_t length = std::string("1235:8210").size();
  if (model.size() <= length || model[model.size() - length - 1] != ':') return {};
  std::string id = model.substr(model.size() - length);
  for (std::size_t i = 0; i < length; ++i) {
    const auto letter = static_cast<unsigned char>(id[i]);
    if (i == 4 ? letter != ':' : std::isxdigit(letter) == 0) return {};
    id[i] = static_cast<char>(std::tolower(letter));
  }
  return id;
}

/// All of them, or none: most devices name nothing.
std::vector<std::string> channel_names(AudioObjectID device, bool output, std::uint32_t channels) {
  std::vector<std::string> names;
  bool any = false;
  for (std::uint32_t c = 1; c <= channels; ++c) {
    names.push_back(text(device, at(kAudioObjectPropertyElementName, output ? kOut : kIn, c)));
    any = any || !names.back().empty();
  }
  return any ? names : std::vector<std::string>{};
}

std::optional<DirectionFacts> direction(AudioObjectID device, bool output) {
  const std::uint32_t channels = count_channels(device, output);
  if (channels == 0) return std::nullopt;
  DirectionFacts facts;

  facts.least_channels = facts.most_channels = channels;
  facts.names = channel_names(device, output, channels);
  facts.rates = rates_of(device);
  facts.formats = {"f32"};
  if (const auto range = find<AudioValueRange>(device, at(kAudioDevicePropertyBufferFrameSizeRange))) {
    facts.shortest_period = static_cast<std::uint32_t>(std::max(range->mMinimum, 1.0));
    facts.longest_period = static_cast<std::uint32_t>(range->mMaximum);
  }
  facts.latency = device_latency(device, output) + find<UInt32>(device, at(kAudioDevicePropertyBufferFrameSize)).value_or(0);
  return facts;
}

DeviceFacts facts_of(AudioObjectID device, const std::string& uid) {
  DeviceFacts facts;
  facts.id = uid;
  facts.name = name_of(device);
  const UInt32 transport = transport_of(device);
  facts.transport = transport_word(transport);
  if (transport == kAudioDeviceTransportTypeUSB) facts.usb = usb_of(text(device, at(kAudioDevicePropertyModelUID)));
  facts.inputs = direction(device, false);
  facts.outputs = direction(device, true);
  if (const UInt32 domain = clock_domain_of(device); domain != 0) facts.clock = "coreaudio " + std::to_string(domain);
  facts.default_input = device == default_device(false);
  facts.default_output = device == default_device(true);
  if (const auto owner = hog_of(device); owner && *owner != getpid()) facts.busy = "process " + std::to_string(*owner);
  return facts;
}

}  // namespace
}  // namespace coreaudio

Devices list_coreaudio() {
  using namespace coreaudio;
  Devices found;
  for (const AudioObjectID device : all_devices()) {
    const std::string uid = uid_of(device);
    // A device that went meanwhile has no UID; our own aggregates are nobody's devices.
    if (uid.empty() || is_own_aggregate(uid) || find<UInt32>(device, at(kAudioDevicePropertyIsHidden)).value_or(0) != 0) continue;
    DeviceFacts facts = facts_of(device, uid);
    if (facts.inputs || facts.outputs) found.devices.push_back(std::move(facts));
  }
  return found;
}

}  // namespace busbar
