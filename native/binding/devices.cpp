#include "binding/devices.h"

#include <string>
#include <utility>
#include <vector>

#include "binding/arguments.h"
#include "devices/open.h"

namespace busbar {
namespace {

Napi::Value text(Napi::Env env, const std::string& value) {
  if (value.empty()) return env.Null();
  return Napi::String::New(env, value);
}

template <class T>
Napi::Array list(Napi::Env env, const std::vector<T>& values) {
  auto out = Napi::Array::New(env, values.size());
  for (std::uint32_t i = 0; i < values.size(); ++i) out.Set(i, values[i]);
  return out;
}

Napi::Array range(Napi::Env env, std::uint32_t least, std::uint32_t most) { return list<double>(env, {double(least), double(most)}); }

Napi::Value direction(Napi::Env env, const std::optional<DirectionFacts>& facts) {
  if (!facts) return env.Null();
  auto out = Napi::Object::New(env);
  out.Set("channels", range(env, facts->least_channels, facts->most_channels));
  out.Set("names", list(env, facts->names));
  out.Set("rates", list(env, facts->rates));
  out.Set("formats", list(env, facts->formats));
  out.Set("periods", range(env, facts->shortest_period, facts->longest_period));
  out.Set("latency", facts->latency ? Napi::Value(Napi::Number::New(env, *facts->latency)) : Napi::Value(env.Null()));
  return out;
}

Napi::Object device(Napi::Env env, const std::string& backend, const DeviceFacts& facts) {
  auto out = Napi::Object::New(env);
  out.Set("backend", backend);
  out.Set("id", facts.id);
  out.Set("name", facts.name);
  out.Set("card", text(env, facts.card));
  out.Set("index", facts.index ? Napi::Value(Napi::Number::New(env, *facts.index)) : Napi::Value(env.Null()));
  out.Set("usb", text(env, facts.usb));
  out.Set("serial", text(env, facts.serial));
  out.Set("port", text(env, facts.port));
  if (!facts.transport.empty()) out.Set("transport", facts.transport);
  out.Set("inputs", direction(env, facts.inputs));
  out.Set("outputs", direction(env, facts.outputs));
  out.Set("clock", text(env, facts.clock));
  out.Set("sharing", facts.exclusive ? "exclusive" : "mixed");
  out.Set("converts", list(env, facts.converts));
  out.Set("pitch", facts.pitch);
  std::vector<std::string> defaults;
  if (facts.default_input) defaults.emplace_back("input");
  if (facts.default_output) defaults.emplace_back("output");
  out.Set("isDefault", list(env, defaults));
  out.Set("busy", text(env, facts.busy));
  return out;
}

class Listing final : public Napi::AsyncWorker {
 public:
  Listing(Napi::Env env, std::string backend, std::vector<std::string> names)
      : Napi::AsyncWorker(env), deferred_(env), backend_(std::move(backend)), names_(std::move(names)) {}
  Napi::Promise promise() const { return deferred_.Promise(); }

 private:
  void Execute() override { found_ = list_devices(backend_, names_); }
  void OnOK() override {
    const Napi::Env env = Env();
    auto all = Napi::Array::New(env, found_.devices.size());
    for (std::uint32_t i = 0; i < found_.devices.size(); ++i) all.Set(i, device(env, backend_, found_.devices[i]));
    auto out = Napi::Object::New(env);
    out.Set("devices", all);
    out.Set("absent", text(env, found_.absent));
    deferred_.Resolve(out);
  }
  void OnError(const Napi::Error& error) override { deferred_.Reject(error.Value()); }

  Napi::Promise::Deferred deferred_;
  std::string backend_;
  std::vector<std::string> names_;
  Devices found_;
};

}  // namespace

/// It does not keep the process alive.
Napi::Value watch_devices_of(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  auto tell = Napi::ThreadSafeFunction::New(env, info[0].As<Napi::Function>(), "busbar devices", 1, 1);
  tell.Unref(env);
  // Where one call waits already, it says as much.
  auto watch = std::shared_ptr<DeviceWatch>(watch_devices([tell]() mutable { tell.NonBlockingCall(); }));
  if (!watch) {
    tell.Release();
    return env.Null();
  }
  return Napi::Function::New(env, [watch, tell](const Napi::CallbackInfo&) mutable {
    if (!watch) return;
    watch.reset();
    tell.Release();
  });
}

Napi::Value backends(Napi::Env env) { return list(env, hardware_backends()); }

Napi::Value devices(const Napi::CallbackInfo& info) {
  std::vector<std::string> names;
  if (info.Length() > 1 && !info[1].IsUndefined()) {
    const Napi::Array given = array_of(info[1], "names");
    for (std::uint32_t i = 0; i < given.Length(); ++i) names.push_back(string_of(given.Get(i), "name"));
  }
  auto* listing = new Listing(info.Env(), string_of(info[0], "backend"), std::move(names));  // deletes itself
  const Napi::Promise promise = listing->promise();
  listing->Queue();
  return promise;
}

}  // namespace busbar
