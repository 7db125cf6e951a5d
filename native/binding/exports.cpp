#include "binding/exports.h"

#include "binding/devices.h"
#include "binding/engine_object.h"
#include "binding/kernel_object.h"
#include "binding/live_object.h"
#include "binding/renderer_object.h"
#include "generated/plan_layout.h"
#include "simd/simd.h"

namespace busbar {

Napi::Object define_exports(Napi::Env env, Napi::Object exports) {
  exports.Set("layoutHash", Napi::BigInt::New(env, static_cast<std::uint64_t>(layout::kLayoutHash)));
  exports.Set("instructionSet", simd().name);
  exports.Set("backends", backends(env));
  exports.Set("watchDevices", Napi::Function::New(env, watch_devices_of, "watchDevices"));
  exports.Set("devices", Napi::Function::New(env, devices, "devices"));
  exports.Set("Kernel", KernelObject::define(env));
  exports.Set("Engine", EngineObject::define(env));
  exports.Set("Live", LiveObject::define(env));
  exports.Set("Renderer", RendererObject::define(env));
  return exports;
}

}  // namespace busbar
