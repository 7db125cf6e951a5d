// Reading arguments from JavaScript. In: Napi values. Out: C++ values, or a TypeError that names the argument.
#pragma once

#include <napi.h>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace busbar {

inline Napi::TypeError wrong(Napi::Env env, const std::string& what) { return Napi::TypeError::New(env, what); }

inline double number_of(const Napi::Value& v, const char* name) {
  if (!v.IsNumber()) throw wrong(v.Env(), std::string(name) + " must be a number");
  return v.As<Napi::Number>().DoubleValue();
}

/// A whole number within [0, limit].
inline std::uint32_t count_of(const Napi::Value& v, const char* name, std::uint32_t limit) {
  const double d = number_of(v, name);
  if (!(d >= 0 && d <= limit) || d != std::floor(d))
    throw wrong(v.Env(), std::string(name) + " must be a whole number from 0 to " + std::to_string(limit));
  return static_cast<std::uint32_t>(d);
}

inline std::string string_of(const Napi::Value& v, const char* name) {
  if (!v.IsString()) throw wrong(v.Env(), std::string(name) + " must be a string");
  return v.As<Napi::String>().Utf8Value();
}

inline std::uint64_t bits_of(const Napi::Value& v, const char* name) {
  if (!v.IsBigInt()) throw wrong(v.Env(), std::string(name) + " must be a bigint");
  bool lossless = false;
  return v.As<Napi::BigInt>().Uint64Value(&lossless);
}

inline Napi::Array array_of(const Napi::Value& v, const char* name) {
  if (!v.IsArray()) throw wrong(v.Env(), std::string(name) + " must be an array");
  return v.As<Napi::Array>();
}

inline Napi::Object object_of(const Napi::Value& v, const char* name) {
  if (!v.IsObject()) throw wrong(v.Env(), std::string(name) + " must be an object");
  return v.As<Napi::Object>();
}

inline std::vector<double> numbers_of(const Napi::Value& v, const char* name) {
  const Napi::Array list = array_of(v, name);
  std::vector<double> out(list.Length());
  for (std::uint32_t i = 0; i < out.size(); ++i) out[i] = number_of(list.Get(i), name);
  return out;
}

/// A Float64Array of at least `needed` samples.
inline double* samples_of(const Napi::Value& v, const char* name, std::size_t needed) {
  if (!v.IsTypedArray() || v.As<Napi::TypedArray>().TypedArrayType() != napi_float64_array)
    throw wrong(v.Env(), std::string(name) + " must be a Float64Array");
  auto samples = v.As<Napi::Float64Array>();
  if (samples.ElementLength() < needed)
    throw wrong(v.Env(), std::string(name) + " is too short: " + std::to_string(needed) + " samples are needed");
  return samples.Data();
}

inline Napi::Float64Array samples_to(Napi::Env env, const double* values, std::size_t count) {
  auto out = Napi::Float64Array::New(env, count);
  for (std::size_t i = 0; i < count; ++i) out[i] = values[i];
  return out;
}

}  // namespace busbar
