// A plan handed over by JavaScript. In: a Uint8Array. Out: an engine, or an Error whose `code` is the kind of refusal.
#pragma once

#include <napi.h>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/engine.h"

namespace busbar {

/// A copy, for JavaScript's bytes may start anywhere: the view reads them in place and wants them aligned.
std::span<const std::byte> plan_bytes(const Napi::Value& bytes, std::vector<std::uint64_t>& aligned);

/// Throws Napi::Error.
std::unique_ptr<Engine> open_plan(const Napi::Value& bytes);

/// An Error with a `code`, as EngineError kinds are told apart in JavaScript.
Napi::Error coded(Napi::Env env, const char* code, const std::string& message);

}  // namespace busbar
