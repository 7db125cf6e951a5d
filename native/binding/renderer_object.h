// `new addon.Renderer(plan, inputs, outputs, clocks?)`: files to files, as runtime/native.ts declares it. Renders on a
// worker thread; everything else on the caller's, and never while a run is under way.
#pragma once

#include <napi.h>

#include <memory>

#include "engine/render.h"

namespace busbar {

class RendererObject final : public Napi::ObjectWrap<RendererObject> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit RendererObject(const Napi::CallbackInfo& info);

 private:
  class Run;

  Napi::Value run(const Napi::CallbackInfo& info);
  Napi::Value finish(const Napi::CallbackInfo& info);
  void close(const Napi::CallbackInfo& info);
  Napi::Value read_out(const Napi::CallbackInfo& info);
  Napi::Value clocks(const Napi::CallbackInfo& info);
  Render& idle(Napi::Env env);

  std::unique_ptr<Render> render_;  ///< null once finished or closed
  bool running_ = false;
};

}  // namespace busbar
