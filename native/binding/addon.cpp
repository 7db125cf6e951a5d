// The addon's exports, as runtime/native.ts declares them.
#include <napi.h>

#include "binding/devices.h"
#include "binding/engine_object.h"
#include "binding/kernel_object.h"
#include "binding/live_object.h"
#include "binding/renderer_object.h"
#include "generated/plan_layout.h"

namespace {

Napi::Object init(Napi::Env env, Napi::Object exports) {
  exports.Set("layoutHash", Napi::BigInt::New(env, static_cast<std::uint64_t>(busbar::layout::kLayoutHash)));
#if defined(__x86_64__)
  exports.Set("instructionSet", "x86-64-v2");
#elif defined(__aarch64__)
  exports.Set("instructionSet", "neon");
#else
  exports.Set("instructionSet", "scalar");
#endif
  exports.Set("backends", busbar::backends(env));
  exports.Set("devices", Napi::Function::New(env, busbar::devices, "devices"));
  exports.Set("Kernel", busbar::KernelObject::define(env));
  exports.Set("Engine", busbar::EngineObject::define(env));
  exports.Set("Live", busbar::LiveObject::define(env));
  exports.Set("Renderer", busbar::RendererObject::define(env));
  return exports;
}

}  // namespace

NODE_API_MODULE(busbar, init)
