// All that the addon gives to JavaScript, as runtime/native.ts declares it.
#pragma once

#include <napi.h>

namespace busbar {

Napi::Object define_exports(Napi::Env env, Napi::Object exports);

}  // namespace busbar
