#include "binding/engine_object.h"

#include <algorithm>
#include <cstring>

#include "binding/arguments.h"
#include "binding/plan_bytes.h"
#include "rt/allocation_count.h"

namespace busbar {
namespace {

constexpr std::uint32_t kMostReadings = 3 * kMostDeviceChannels;
constexpr std::uint32_t kMostFrames = 1u << 30;

/// The arrays of every channel of every device, in order.
template <class Sample>
void channels_of(const Napi::Value& given, const char* name, std::span<const LoadedPlan::Device> devices,
                 std::vector<double*> LoadedPlan::Device::*channels, std::uint32_t frames, std::vector<Sample*>& out) {
  const Napi::Array list = array_of(given, name);
  if (list.Length() != devices.size()) throw wrong(given.Env(), std::string(name) + " must have an entry for every device");
  out.clear();
  for (std::uint32_t d = 0; d < devices.size(); ++d) {
    const Napi::Array device = array_of(list.Get(d), name);
    const std::size_t count = (devices[d].*channels).size();
    if (device.Length() != count)
      throw wrong(given.Env(), std::string(name) + " of device " + std::to_string(d) + " must have " + std::to_string(count) + " channels");
    for (std::uint32_t c = 0; c < count; ++c) out.push_back(samples_of(device.Get(c), name, frames));
  }
}

}  // namespace

std::uint32_t part_of(const Napi::Value& v, const LoadedPlan& plan) {
  const std::uint32_t part = count_of(v, "part", 1u << 31);
  if (part >= plan.part_count()) throw wrong(v.Env(), "the plan has no part " + std::to_string(part));
  return part;
}

Napi::Value readings_of(Napi::Env env, LoadedPlan& plan, std::uint32_t part) {
  std::vector<double> values(kMostReadings);
  const std::uint32_t n = plan.read_out(part, values.data(), kMostReadings);
  return samples_to(env, values.data(), n);
}

Napi::Function EngineObject::define(Napi::Env env) {
  return DefineClass(env, "Engine",
                     {InstanceMethod<&EngineObject::process>("process"), InstanceMethod<&EngineObject::set>("set"),
                      InstanceMethod<&EngineObject::reset>("reset"), InstanceMethod<&EngineObject::read_out>("readOut"),
                      InstanceAccessor<&EngineObject::allocations>("allocations"),
                      InstanceAccessor<&EngineObject::poison, &EngineObject::set_poison>("poison")});
}

EngineObject::EngineObject(const Napi::CallbackInfo& info) : ObjectWrap(info), engine_(open_plan(info[0])) {}

void EngineObject::process(const Napi::CallbackInfo& info) {
  const std::uint32_t frames = count_of(info[2], "frames", kMostFrames);
  LoadedPlan& plan = engine_->plan();
  channels_of(info[0], "inputs", plan.devices(), &LoadedPlan::Device::inputs, frames, from_);
  channels_of(info[1], "outputs", plan.devices(), &LoadedPlan::Device::outputs, frames, to_);

  const AllocationScope scope;
  for (std::uint32_t done = 0; done < frames;) {
    const std::uint32_t n = std::min(frames - done, plan.quantum());
    auto from = from_.begin();
    for (const LoadedPlan::Device& d : plan.devices())
      for (double* in : d.inputs) std::memcpy(in, *from++ + done, n * sizeof(double));
    engine_->run(n);
    auto to = to_.begin();
    for (const LoadedPlan::Device& d : plan.devices())
      for (const double* out : d.outputs) std::memcpy(*to++ + done, out, n * sizeof(double));
    done += n;
  }
  allocations_ = scope.count();
}

void EngineObject::set(const Napi::CallbackInfo& info) {
  const std::uint32_t part = part_of(info[0], engine_->plan());
  const std::vector<double> params = numbers_of(info[1], "params");
  if (params.size() != engine_->plan().param_count(part)) throw wrong(info.Env(), "wrong number of params");
  if (const std::string why = engine_->set(part, params.data()); !why.empty()) throw wrong(info.Env(), why);
}

void EngineObject::reset(const Napi::CallbackInfo&) { engine_->reset(); }

Napi::Value EngineObject::read_out(const Napi::CallbackInfo& info) {
  return readings_of(info.Env(), engine_->plan(), part_of(info[0], engine_->plan()));
}

Napi::Value EngineObject::allocations(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(allocations_));
}

Napi::Value EngineObject::poison(const Napi::CallbackInfo& info) { return Napi::Boolean::New(info.Env(), engine_->poison()); }

void EngineObject::set_poison(const Napi::CallbackInfo&, const Napi::Value& value) { engine_->set_poison(value.ToBoolean()); }

}  // namespace busbar
