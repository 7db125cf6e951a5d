#include "binding/plan_bytes.h"

#include <cstring>
#include <new>

#include "binding/arguments.h"

namespace busbar {

Napi::Error coded(Napi::Env env, const char* code, const std::string& message) {
  Napi::Error error = Napi::Error::New(env, message);
  error.Set("code", code);
  return error;
}

std::span<const std::byte> plan_bytes(const Napi::Value& value, std::vector<std::uint64_t>& aligned) {
  if (!value.IsTypedArray() || value.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array)
    throw wrong(value.Env(), "plan must be a Uint8Array");
  const auto given = value.As<Napi::Uint8Array>();
  aligned.resize((given.ByteLength() + 7) / 8);
  if (!aligned.empty()) std::memcpy(aligned.data(), given.Data(), given.ByteLength());
  return std::as_bytes(std::span(aligned)).first(given.ByteLength());
}

std::unique_ptr<Engine> open_plan(const Napi::Value& value) {
  try {
    std::vector<std::uint64_t> aligned;
    const std::span<const std::byte> bytes = plan_bytes(value, aligned);
    std::unique_ptr<Engine> engine;
    if (const PlanError e = Engine::open(bytes, engine)) throw coded(value.Env(), fault_code(e.fault), e.text);
    return engine;
  } catch (const std::bad_alloc&) {
    throw coded(value.Env(), fault_code(PlanFault::large), "there is not enough memory for the plan");
  }
}

}  // namespace busbar
