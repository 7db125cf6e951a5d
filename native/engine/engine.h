// A plan at work offline: both ends of a player in one thread. In: plan bytes, changes, values, samples of devices.
// Out: samples of devices. All domains of a plan run one after the other, with ideal clocks between them.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/player.h"

namespace busbar {

/// Bytes of a plan start at a multiple of 8 and are not needed afterwards.
struct StageBytes {
  std::span<const std::byte> plan;
  std::vector<Adoption> adopt;
  std::uint64_t frames = 0;
};

class Engine {
 public:
  static PlanError open(std::span<const std::byte> bytes, std::unique_ptr<Engine>& out, std::uint64_t memory = kDefaultMemory);

  /// The plan that stays when all changes are done.
  const LoadedPlan& plan() const noexcept { return *player_->plan(); }
  /// From the devices' inputs to their outputs, any number of frames.
  void run(std::span<const DeviceBuffers> devices, std::uint32_t frames) noexcept { player_->run(devices, frames); }
  /// Takes effect with the next frame; one that no frame has passed since is replaced. Says what is wrong with it.
  PlanError change(std::span<const StageBytes> stages);
  /// Says what is wrong with the params, else nothing.
  std::string set(std::uint32_t part, const double* params);
  std::uint32_t read_out(std::uint32_t part, double* values, std::uint32_t count) noexcept;
  /// Back to the first frame and silence; values that were set stay, changes under way are done.
  void reset() noexcept { player_->restart(); }
  /// Frees what plays no more, and keeps what there is to tell.
  void collect();
  /// What happened since the last call.
  std::vector<Notice> take_notices();
  /// Bytes of the plans that are alive.
  std::uint64_t memory() const noexcept { return living_; }
  bool poison() const noexcept { return player_->poison; }
  void set_poison(bool on) noexcept { player_->poison = on; }
  bool guard() const noexcept { return player_->guard; }
  void set_guard(bool on) noexcept { player_->guard = on; }

 private:
  Engine() = default;
  PlanError load(const StageBytes& bytes, std::unique_ptr<Stage>& out);
  bool fits(const LoadedPlan& plan) const;

  LoadOptions options_;
  std::atomic<std::uint64_t> living_ = 0;
  std::unique_ptr<Player> player_;
  std::vector<Notice> notices_;
};

}  // namespace busbar
