// A run of a plan over files, offline. In: frames to render. Out: files, and what can be said of them and of the run.
// Any one thread at a time; `cancel` may come from another.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "engine/clock_report.h"
#include "engine/loaded_plan.h"
#include "engine/render_files.h"

namespace busbar {

class Render {
 public:
  virtual ~Render() = default;

  /// Renders `frames` more frames, of the plan's rate; stops early after `cancel`.
  virtual FileError run(std::uint64_t frames) = 0;
  void cancel() noexcept { cancelled_ = true; }
  bool cancelled() const noexcept { return cancelled_; }

  /// Closes the outputs: the first failure.
  virtual FileError finish() { return files_.finish(); }
  std::vector<OutputReport> reports() const { return files_.reports(); }
  /// How the clocks of devices fared; nothing where they are ideal.
  virtual std::vector<ClockReport> clocks() const { return {}; }

  /// The loaded plan that has the part; null: none has.
  virtual const LoadedPlan* plan_with(std::uint32_t part) const = 0;
  virtual std::uint32_t read_out(std::uint32_t part, double* values, std::uint32_t count) noexcept = 0;

 protected:
  RenderFiles files_;

 private:
  std::atomic<bool> cancelled_ = false;
};

}  // namespace busbar
