// `devices(backend, names?)`: which devices there are, asked on a worker thread.
#pragma once

#include <napi.h>

namespace busbar {

Napi::Value devices(const Napi::CallbackInfo& info);

}  // namespace busbar
