// A plan handed over by JavaScript. In: a Uint8Array. Out: an engine, or an Error whose `code` is the kind of refusal.
#pragma once

#include <napi.h>

#include <memory>

#include "engine/engine.h"

namespace busbar {

/// Throws Napi::Error.
std::unique_ptr<Engine> open_plan(const Napi::Value& bytes);

/// An Error with a `code`, as EngineError kinds are told apart in JavaScript.
Napi::Error coded(Napi::Env env, const char* code, const std::string& message);

}  // namespace busbar
