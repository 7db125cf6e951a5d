// `new addon.Engine(plan)`: a plan run from memory to memory, as runtime/native.ts declares it.
#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "binding/arguments.h"
#include "engine/engine.h"

namespace busbar {

class EngineObject final : public Napi::ObjectWrap<EngineObject> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit EngineObject(const Napi::CallbackInfo& info);

 private:
  void process(const Napi::CallbackInfo& info);
  void set(const Napi::CallbackInfo& info);
  void reset(const Napi::CallbackInfo& info);
  Napi::Value read_out(const Napi::CallbackInfo& info);
  Napi::Value allocations(const Napi::CallbackInfo& info);
  void change(const Napi::CallbackInfo& info);
  Napi::Value notices(const Napi::CallbackInfo& info);
  Napi::Value memory(const Napi::CallbackInfo& info);
  Napi::Value guard(const Napi::CallbackInfo& info);
  void set_guard(const Napi::CallbackInfo& info, const Napi::Value& value);
  Napi::Value poison(const Napi::CallbackInfo& info);
  void set_poison(const Napi::CallbackInfo& info, const Napi::Value& value);

  std::unique_ptr<Engine> engine_;
  std::vector<double*> from_, to_;  ///< the caller's channels, device by device
  std::vector<DeviceBuffers> buffers_;
  std::int64_t allocations_ = -1;
};

/// The index of a part of the plan.
std::uint32_t part_of(const Napi::Value& v, const LoadedPlan& plan);

/// Readings of a part of `plan`, as `source` reads them out.
template <class Source>
Napi::Value readings_of(Napi::Env env, const LoadedPlan& plan, Source& source, std::uint32_t part) {
  std::vector<double> values(plan.most_readings(part));
  const std::uint32_t n = source.read_out(part, values.data(), static_cast<std::uint32_t>(values.size()));
  return samples_to(env, values.data(), n);
}

}  // namespace busbar
