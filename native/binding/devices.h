// Devices of the system: `backends`, those that have any, `devices(backend, names?)`,
// asked on a worker thread, and `watchDevices`.
#pragma once

#include <napi.h>

namespace busbar {

Napi::Value backends(Napi::Env env);
/// `watchDevices(changed)`: the way to stop, or null where no back end tells by itself.
Napi::Value watch_devices_of(const Napi::CallbackInfo& info);
Napi::Value devices(const Napi::CallbackInfo& info);

}  // namespace busbar
