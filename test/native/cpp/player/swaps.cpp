// A control thread and an audio thread on one player: changes of every kind, replaced ones among them, values, readings.
#include <atomic>
#include <random>
#include <thread>

#include "engine/player.h"
#include "rt/allocation_count.h"
#include "tests.h"

namespace busbar::test {
namespace {

class Control {
 public:
  Control(const PlanBytes& plan, Player& player, const LoadOptions& options, std::uint64_t seed)
      : plan_(plan), player_(player), options_(options), random_(seed) {}

  /// One change, and what else a session does meanwhile.
  void step() {
    const PostResult result = player_.post(make());
    if (!result.refused.empty()) ++refused;
    else ++posted;
    if (result.replaced != 0) ++replaced;
    for (std::uint64_t n = random_() % 4; n > 0; --n) set();
    if (random_() % 2 == 0) player_.ask(static_cast<std::uint32_t>(random_() % player_.plan()->part_count()));
    if (random_() % 4 != 0) settle();
    else tidy();
  }

  /// Until the last change posted plays.
  void settle() {
    while (settled_ < player_.number()) {
      tidy();
      std::this_thread::yield();
    }
  }

  std::uint64_t posted = 0, refused = 0, replaced = 0, begun = 0, answers = 0;
  bool in_order = true;

 private:
  void tidy() {
    for (Notice n; player_.notice(n);) {
      if (n.kind == NoticeKind::begun) {
        in_order &= n.change > begun_ && settled_ == begun_;
        begun_ = n.change;
        ++begun;
      } else if (n.kind == NoticeKind::settled) {
        in_order &= n.change == begun_;
        settled_ = n.change;
      }
    }
    while (const auto readings = player_.answer()) answers += readings->count <= readings->values.size();
    player_.collect();
  }

  std::unique_ptr<Stage> stage(std::uint64_t frames) {
    auto plan = load(plan_, options_);
    std::vector<Adoption> adopt;
    const std::uint64_t share = random_() % 4;  // none, some, or all are handed on
    for (std::uint32_t part = 0; part < plan->part_count(); ++part)
      if (share == 3 || (share != 0 && random_() % 2 == 0)) adopt.push_back({part, part});
    return std::make_unique<Stage>(std::move(plan), std::move(adopt), frames);
  }

  std::unique_ptr<Change> make() {
    auto change = std::make_unique<Change>();
    change->number = player_.number() + 1;
    change->base = random_() % 2 == 0 ? begun_ : player_.number();
    for (std::uint64_t n = random_() % 3; n > 0; --n) change->stages.push_back(stage(1 + random_() % 500));
    change->stages.push_back(stage(0));
    return change;
  }

  /// The params of some part as they are in the plan: allowed for sure, and a glide where they were others.
  void set() {
    const LoadedPlan& plan = *player_.plan();
    const auto part = static_cast<std::uint32_t>(random_() % plan.part_count());
    const auto fresh = load(plan_, options_);
    std::vector<double> params(plan.param_count(part));
    fresh->get(part, params.data());
    if (params.empty()) return;
    params[random_() % params.size()] *= 0.9;
    if (plan.check(part, params.data()).empty()) player_.set(part, params.data());
  }

  const PlanBytes& plan_;
  Player& player_;
  const LoadOptions& options_;
  std::mt19937_64 random_;
  std::uint64_t begun_ = 0, settled_ = 0;
};

}  // namespace

bool swaps(const PlanBytes& plan, std::uint64_t changes, std::uint64_t seed) {
  std::atomic<std::uint64_t> living = 0;
  const LoadOptions options{.living = &living};
  bool right = true;
  {
    Player player(std::make_unique<Stage>(load(plan, options), std::vector<Adoption>{}, 0));
    player.guard = true;
    const std::uint64_t one = living;
    const std::uint32_t most = 3 * player.plan()->quantum();
    const DeviceChannels channels(player.plan()->devices(), most);
    feed(channels, most, seed);
    const std::vector<DeviceBuffers> buffers = channels.buffers();

    std::atomic<bool> stop = false;
    std::int64_t heap_calls = 0;
    std::thread audio([&] {
      std::minstd_rand random(static_cast<unsigned>(seed));
      const AllocationScope scope;
      while (!stop.load(std::memory_order_acquire)) {
        player.run(buffers, 1 + static_cast<std::uint32_t>(random() % most));
        std::this_thread::yield();
      }
      heap_calls = scope.count();
    });
    Control control(plan, player, options, seed);
    for (std::uint64_t i = 0; i < changes; ++i) control.step();
    control.settle();
    stop.store(true, std::memory_order_release);
    audio.join();

    right &= expect(control.in_order, "changes begin and settle one after the other");
    right &= expect(control.begun == control.posted - control.replaced, "every change begins that was not replaced");
    right &= expect(heap_calls <= 0, "the audio thread makes no heap call");
    right &= expect(living == one, "only what plays is alive");
    std::printf("%llu changes begun, %llu replaced, %llu refused, %llu answers\n", static_cast<unsigned long long>(control.begun),
                static_cast<unsigned long long>(control.replaced), static_cast<unsigned long long>(control.refused),
                static_cast<unsigned long long>(control.answers));
  }
  return right & expect(living == 0, "nothing outlives the player");
}

}  // namespace busbar::test
