// The addon over the simulated HAL, with the HAL's other end beside it: `hal`, as test/devices/coreaudio/double.ts declares it.
#include <memory>

#include "binding/exports.h"
#include "hal.h"

namespace {

using Info = Napi::CallbackInfo;

std::string word(const Info& info, std::size_t i) { return info[i].As<Napi::String>(); }
double number(const Info& info, std::size_t i) { return info[i].As<Napi::Number>(); }

/// `plug(uid, { inputs, outputs, ppm, clockDomain, buffer, transport })`
void plug(const Info& info) {
  const auto from = info[1].As<Napi::Object>();
  const auto of = [&](const char* key, double otherwise) {
    const Napi::Value v = from.Get(key);
    return v.IsNumber() ? v.As<Napi::Number>().DoubleValue() : otherwise;
  };
  hal::DeviceSpec spec;
  spec.uid = word(info, 0);
  if (const auto channels = static_cast<std::uint32_t>(of("inputs", 2)); channels > 0) spec.inputs = {{.channels = channels}};
  if (const auto channels = static_cast<std::uint32_t>(of("outputs", 2)); channels > 0) spec.outputs = {{.channels = channels}};
  spec.ppm = of("ppm", 0);
  spec.clock_domain = static_cast<std::uint32_t>(of("clockDomain", 0));
  spec.buffer = static_cast<std::uint32_t>(of("buffer", 512));
  if (from.Get("virtual").ToBoolean()) spec.transport = kAudioDeviceTransportTypeVirtual;
  hal::plug(spec);
}

void configure(const Info& info) {
  hal::Options options;
  options.microphone_denied = info[0].As<Napi::Object>().Get("microphoneDenied").ToBoolean();
  hal::configure(options);
}

Napi::Value counters(const Info& info) {
  const hal::Counters c = hal::counters();
  auto out = Napi::Object::New(info.Env());
  out.Set("aggregates", c.aggregates);
  out.Set("listeners", c.listeners);
  out.Set("procs", c.procs);
  out.Set("cfObjects", c.cf_objects);
  return out;
}

Napi::Object init(Napi::Env env, Napi::Object exports) {
  busbar::define_exports(env, exports);
  auto hal_object = Napi::Object::New(env);
  const auto set = [&](const char* name, auto call) { hal_object.Set(name, Napi::Function::New(env, call, name)); };
  set("plug", plug);
  set("configure", configure);
  set("counters", counters);
  set("reset", [](const Info&) { hal::reset(); });
  set("settle", [](const Info&) { hal::settle(); });
  set("unplug", [](const Info& i) { hal::unplug(word(i, 0)); });
  set("replug", [](const Info& i) { hal::replug(word(i, 0)); });
  set("setRate", [](const Info& i) { hal::set_rate(word(i, 0), number(i, 1)); });
  set("setDefault", [](const Info& i) { hal::set_default(word(i, 0) == "output", word(i, 1)); });
  set("overload", [](const Info& i) { hal::overload(word(i, 0), static_cast<std::uint32_t>(number(i, 1))); });
  set("restartDaemon", [](const Info&) { hal::restart_daemon(); });
  set("loopBack", [](const Info& i) { hal::loop_back(word(i, 0)); });
  exports.Set("hal", hal_object);
  return exports;
}

}  // namespace

NODE_API_MODULE(busbar, init)
