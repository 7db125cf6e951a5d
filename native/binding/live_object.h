// `new addon.Live()`: the live engine, as runtime/native-live.ts declares it. What waits runs on worker threads; the
// audio threads know nothing of Node. Invariant: when the environment ends, whatever is open is stopped first.
#pragma once

#include <napi.h>

#include <memory>

#include "live/live.h"

namespace busbar {

class LiveObject final : public Napi::ObjectWrap<LiveObject> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit LiveObject(const Napi::CallbackInfo& info);
  ~LiveObject() override;

 private:
  Napi::Value change(const Napi::CallbackInfo& info);
  Napi::Value open(const Napi::CallbackInfo& info);
  Napi::Value close(const Napi::CallbackInfo& info);
  void set(const Napi::CallbackInfo& info);
  Napi::Value read_out(const Napi::CallbackInfo& info);
  Napi::Value poll(const Napi::CallbackInfo& info);
  Napi::Value stats(const Napi::CallbackInfo& info);
  Napi::Value levels(const Napi::CallbackInfo& info);
  Napi::Value scheduling(const Napi::CallbackInfo& info);
  void set_paths(const Napi::CallbackInfo& info);
  void set_wishes(const Napi::CallbackInfo& info);
  Napi::Value now(const Napi::CallbackInfo& info);
  Napi::Value stop(const Napi::CallbackInfo& info);
  Napi::Value memory(const Napi::CallbackInfo& info);
  Napi::Value memory_locked(const Napi::CallbackInfo& info);

  std::shared_ptr<Live> live_;  ///< tasks under way hold it too
};

}  // namespace busbar
