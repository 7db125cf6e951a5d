// Devices of the system: `backends`, those that have any, and `devices(backend, names?)`, asked on a worker thread.
#pragma once

#include <napi.h>

namespace busbar {

Napi::Value backends(Napi::Env env);
Napi::Value devices(const Napi::CallbackInfo& info);

}  // namespace busbar
