// A plan at work, as the control side holds it: the loaded plan, its executor and the count of frames. In: plan bytes,
// samples of inputs. Out: samples of outputs. One thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "engine/executor.h"
#include "engine/loaded_plan.h"

namespace busbar {

class Engine {
 public:
  /// `bytes` start at a multiple of 8 and are not needed afterwards.
  static PlanError open(std::span<const std::byte> bytes, std::unique_ptr<Engine>& out, std::uint64_t memory = kDefaultMemory);

  LoadedPlan& plan() noexcept { return *plan_; }
  /// One block of at most a quantum, from the devices' input buffers to their output buffers.
  void run(std::uint32_t frames) noexcept {
    executor_.run(frames, frame_);
    frame_ += frames;
  }
  std::string set(std::uint32_t part, const double* params);
  /// Back to the first frame and silence; values that were set stay.
  void reset() noexcept;
  void set_poison(bool on) noexcept { executor_.poison = on; }
  bool poison() const noexcept { return executor_.poison; }

 private:
  explicit Engine(std::unique_ptr<LoadedPlan> plan) : plan_(std::move(plan)), executor_(*plan_) {}

  std::unique_ptr<LoadedPlan> plan_;
  Executor executor_;
  std::uint64_t frame_ = 0;
};

}  // namespace busbar
