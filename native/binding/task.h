// Work on a worker thread, its outcome as a promise. In: what to do there, and how its result looks in JavaScript.
// Out: a promise. Invariant: `work` touches nothing of Node; `settle` runs on JavaScript's thread and may throw.
#pragma once

#include <napi.h>

#include <functional>
#include <utility>

namespace busbar {

class Task final : public Napi::AsyncWorker {
 public:
  static Napi::Promise run(Napi::Env env, const char* name, std::function<void()> work, std::function<Napi::Value(Napi::Env)> settle) {
    auto* const task = new Task(env, name, std::move(work), std::move(settle));
    const Napi::Promise promise = task->deferred_.Promise();
    task->Queue();
    return promise;
  }

 protected:
  void Execute() override { work_(); }
  void OnOK() override {
    try {
      deferred_.Resolve(settle_(Env()));
    } catch (const Napi::Error& e) {
      deferred_.Reject(e.Value());
    }
  }
  void OnError(const Napi::Error& e) override { deferred_.Reject(e.Value()); }

 private:
  Task(Napi::Env env, const char* name, std::function<void()> work, std::function<Napi::Value(Napi::Env)> settle)
      : AsyncWorker(env, name), deferred_(env), work_(std::move(work)), settle_(std::move(settle)) {}

  Napi::Promise::Deferred deferred_;
  std::function<void()> work_;
  std::function<Napi::Value(Napi::Env)> settle_;
};

}  // namespace busbar
