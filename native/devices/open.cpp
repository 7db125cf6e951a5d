#include "devices/open.h"

#if defined(__linux__)
#include "devices/alsa/open.h"
#endif

namespace busbar {

DeviceError open_device(const DeviceSpec& spec, std::unique_ptr<Stream>& out) {
  if (spec.backend == "virtual") return open_virtual(spec.request, spec.virtual_device, out);
#if defined(__linux__)
  if (spec.backend == "alsa") return open_alsa(spec.request, out);
#endif
  if (spec.backend == "jack") {
    DeviceError error;
    out = open_jack(spec.request, spec.jack, error);
    return error;
  }
  return {DeviceFault::unsupported, "this build has no back end `" + spec.backend + "`"};
}

}  // namespace busbar
