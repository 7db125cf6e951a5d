#include "devices/open.h"

#include <algorithm>
#include <utility>

#include "devices/jack/enumerate.h"
#if defined(BUSBAR_COREAUDIO)
#include "devices/coreaudio/enumerate.h"
#include "devices/coreaudio/plugs.h"
#endif
#if defined(__linux__)
#include "devices/alsa/enumerate.h"
#include "devices/alsa/open.h"
#endif

namespace busbar {
namespace {

using Made = std::unique_ptr<Stream>;
using Names = std::vector<std::string>;

DeviceError open_jack_client(const DeviceSpec& spec, Made& out) {
  DeviceError error;
  out = open_jack(spec.request, spec.jack, error);
  return error;
}

struct BackEnd {
  const char* name;
  DeviceError (*open)(const DeviceSpec& spec, Made& out);
  Devices (*list)(const Names& names);  ///< null: it has no hardware
};

/// The platform's own first.
constexpr BackEnd kBackEnds[] = {
#if defined(__linux__)
    {"alsa", [](const DeviceSpec& s, Made& out) { return open_alsa(s.request, out); }, list_alsa},
#endif
#if defined(BUSBAR_COREAUDIO)
    {"coreaudio", [](const DeviceSpec& s, Made& out) { return open_coreaudio(s.request, s.coreaudio, out); }, [](const Names&) { return list_coreaudio(); }},
#endif
    {"jack", open_jack_client, [](const Names&) { return jack::list_jack(); }},
    {"virtual", [](const DeviceSpec& s, Made& out) { return open_virtual(s.request, s.virtual_device, out); }, nullptr},
};

}  // namespace

DeviceError open_device(const DeviceSpec& spec, Made& out) {
  const std::string backend = spec.backend == "default" ? kBackEnds[0].name : spec.backend;
  const auto found = std::ranges::find(kBackEnds, backend, &BackEnd::name);
  if (found == std::end(kBackEnds)) return {DeviceFault::unsupported, "this build has no back end `" + backend + "`"};
  return found->open(spec, out);
}

std::vector<std::string> hardware_backends() {
  std::vector<std::string> names;
  for (const BackEnd& each : kBackEnds)
    if (each.list != nullptr) names.emplace_back(each.name);
  return names;
}

Devices list_devices(const std::string& backend, const Names& names) {
  const auto found = std::ranges::find(kBackEnds, backend, &BackEnd::name);
  if (found == std::end(kBackEnds) || found->list == nullptr) return {{}, "there is no back end " + backend + " on this system"};
  return found->list(names);
}

#if defined(BUSBAR_COREAUDIO)
std::unique_ptr<DeviceWatch> watch_devices(std::function<void()> changed) { return std::make_unique<coreaudio::Plugs>(std::move(changed)); }
#else
std::unique_ptr<DeviceWatch> watch_devices(std::function<void()>) { return nullptr; }
#endif

}  // namespace busbar
