#include "binding/engine_object.h"

#include <new>
#include <span>
#include <string>

#include "binding/arguments.h"
#include "binding/plan_bytes.h"
#include "rt/allocation_count.h"

namespace busbar {
namespace {

constexpr std::uint32_t kMostFrames = 1u << 30;

/// The arrays of every channel of every device, in order.
void channels_of(const Napi::Value& given, const char* name, std::span<const LoadedPlan::Device> devices,
                 std::vector<double*> LoadedPlan::Device::*channels, std::uint32_t frames, std::vector<double*>& out) {
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

std::vector<Adoption> adoptions_of(const Napi::Value& v) {
  if (!v.IsTypedArray() || v.As<Napi::TypedArray>().TypedArrayType() != napi_uint32_array) throw wrong(v.Env(), "adopt must be a Uint32Array");
  const auto given = v.As<Napi::Uint32Array>();
  if (given.ElementLength() % 2 != 0) throw wrong(v.Env(), "adopt must hold pairs");
  std::vector<Adoption> pairs(given.ElementLength() / 2);
  for (std::size_t i = 0; i < pairs.size(); ++i) pairs[i] = {given[2 * i], given[2 * i + 1]};
  return pairs;
}

const char* name_of(NoticeKind kind) {
  switch (kind) {
    case NoticeKind::begun: return "begun";
    case NoticeKind::settled: return "settled";
    case NoticeKind::not_finite: return "not-finite";
  }
  return "";
}

}  // namespace

std::uint32_t part_of(const Napi::Value& v, const LoadedPlan& plan) {
  const std::uint32_t part = count_of(v, "part", 1u << 31);
  if (!plan.has_part(part)) throw wrong(v.Env(), "the plan has no part " + std::to_string(part));
  return part;
}

Napi::Function EngineObject::define(Napi::Env env) {
  return DefineClass(env, "Engine",
                     {InstanceMethod<&EngineObject::process>("process"), InstanceMethod<&EngineObject::set>("set"),
                      InstanceMethod<&EngineObject::change>("change"), InstanceMethod<&EngineObject::notices>("notices"),
                      InstanceMethod<&EngineObject::reset>("reset"), InstanceMethod<&EngineObject::read_out>("readOut"),
                      InstanceAccessor<&EngineObject::allocations>("allocations"),
                      InstanceAccessor<&EngineObject::memory>("memory"),
                      InstanceAccessor<&EngineObject::guard, &EngineObject::set_guard>("guard"),
                      InstanceAccessor<&EngineObject::poison, &EngineObject::set_poison>("poison")});
}

EngineObject::EngineObject(const Napi::CallbackInfo& info) : ObjectWrap(info), engine_(open_plan(info[0])) {}

void EngineObject::process(const Napi::CallbackInfo& info) {
  const std::uint32_t frames = count_of(info[2], "frames", kMostFrames);
  const std::span<const LoadedPlan::Device> devices = engine_->plan().devices();
  channels_of(info[0], "inputs", devices, &LoadedPlan::Device::inputs, frames, from_);
  channels_of(info[1], "outputs", devices, &LoadedPlan::Device::outputs, frames, to_);
  buffers_.clear();
  double* const* from = from_.data();
  double* const* to = to_.data();
  for (const LoadedPlan::Device& d : devices) {
    buffers_.push_back({{from, d.inputs.size()}, {to, d.outputs.size()}});
    from += d.inputs.size();
    to += d.outputs.size();
  }
  {
    const AllocationScope scope;
    engine_->run(buffers_, frames);
    allocations_ = scope.count();
  }
  engine_->collect();
}

void EngineObject::change(const Napi::CallbackInfo& info) {
  const Napi::Array given = array_of(info[0], "stages");
  try {
    std::vector<std::vector<std::uint64_t>> plans(given.Length());
    std::vector<StageBytes> stages;
    for (std::uint32_t i = 0; i < given.Length(); ++i) {
      const Napi::Object stage = object_of(given.Get(i), "stages");
      const std::span<const std::byte> bytes = plan_bytes(stage.Get("plan"), plans[i]);
      stages.push_back({bytes, adoptions_of(stage.Get("adopt")), count_of(stage.Get("frames"), "frames", kMostFrames)});
    }
    if (const PlanError e = engine_->change(stages)) throw coded(info.Env(), fault_code(e.fault), e.text);
  } catch (const std::bad_alloc&) {
    throw coded(info.Env(), fault_code(PlanFault::large), "there is not enough memory for the plan");
  }
}

Napi::Value EngineObject::notices(const Napi::CallbackInfo& info) {
  const std::vector<Notice> notices = engine_->take_notices();
  auto out = Napi::Array::New(info.Env(), notices.size());
  for (std::uint32_t i = 0; i < notices.size(); ++i) {
    const Notice& from = notices[i];
    auto to = Napi::Object::New(info.Env());
    to.Set("kind", name_of(from.kind));
    to.Set("change", static_cast<double>(from.change));
    to.Set("frame", static_cast<double>(from.frame));
    to.Set("part", from.part == kNoPart ? info.Env().Null() : Napi::Number::New(info.Env(), from.part));
    out.Set(i, to);
  }
  return out;
}

Napi::Value EngineObject::memory(const Napi::CallbackInfo& info) {
  engine_->collect();
  return Napi::Number::New(info.Env(), static_cast<double>(engine_->memory()));
}

Napi::Value EngineObject::guard(const Napi::CallbackInfo& info) { return Napi::Boolean::New(info.Env(), engine_->guard()); }

void EngineObject::set_guard(const Napi::CallbackInfo&, const Napi::Value& value) { engine_->set_guard(value.ToBoolean()); }

void EngineObject::set(const Napi::CallbackInfo& info) {
  const std::uint32_t part = part_of(info[0], engine_->plan());
  const std::vector<double> params = numbers_of(info[1], "params");
  if (params.size() != engine_->plan().param_count(part)) throw wrong(info.Env(), "wrong number of params");
  if (const std::string why = engine_->set(part, params.data()); !why.empty()) throw wrong(info.Env(), why);
}

void EngineObject::reset(const Napi::CallbackInfo&) { engine_->reset(); }

Napi::Value EngineObject::read_out(const Napi::CallbackInfo& info) {
  return readings_of(info.Env(), engine_->plan(), *engine_, part_of(info[0], engine_->plan()));
}

Napi::Value EngineObject::allocations(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(allocations_));
}

Napi::Value EngineObject::poison(const Napi::CallbackInfo& info) { return Napi::Boolean::New(info.Env(), engine_->poison()); }

void EngineObject::set_poison(const Napi::CallbackInfo&, const Napi::Value& value) { engine_->set_poison(value.ToBoolean()); }

}  // namespace busbar
