// `new addon.Kernel(spec)`: one op on its own. In: a KernelSpec (runtime/native.ts). Out: a kernel that runs on
// arrays of JavaScript. Serves the reference interpreter and the tests of kernels.
#pragma once

#include <napi.h>

#include <memory>
#include <vector>

#include "kernels/kernel.h"
#include "rt/arena.h"

namespace busbar {

class KernelObject final : public Napi::ObjectWrap<KernelObject> {
 public:
  static Napi::Function define(Napi::Env env);
  explicit KernelObject(const Napi::CallbackInfo& info);

 private:
  void process(const Napi::CallbackInfo& info);
  void update(const Napi::CallbackInfo& info);
  void reset(const Napi::CallbackInfo& info);
  void adopt(const Napi::CallbackInfo& info);
  void connect(const Napi::CallbackInfo& info);
  Napi::Value read_out(const Napi::CallbackInfo& info);
  Napi::Value allocations(const Napi::CallbackInfo& info);

  std::uint32_t part_of(const Napi::Value& v) const;
  KernelObject& other_of(const Napi::Value& v) const;

  KernelId id_{};
  std::unique_ptr<Kernel> kernel_;
  std::vector<KernelId> types_;               ///< by part
  std::vector<std::vector<double>> params_;  ///< by part, as last set
  std::uint32_t max_frames_ = 0;
  std::vector<const double*> in_;
  std::vector<double*> out_;
  ChannelArena scratch_;
  std::vector<double*> scratch_at_;
  std::uint64_t frame_ = 0;
  std::int64_t allocations_ = -1;
};

}  // namespace busbar
