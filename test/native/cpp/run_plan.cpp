#include "run_plan.h"

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

#include "engine/engine.h"

namespace busbar::fuzz {
namespace {

constexpr std::uint64_t kMemory = 64 << 20;
constexpr std::uint32_t kReadings = 256;
constexpr double kHostile[] = {1e308, -1e308, 1e-310, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()};

void feed(const DeviceChannels& channels, std::uint32_t frames, std::mt19937_64& random, bool hostile) {
  std::uniform_real_distribution<double> sample(-1.5, 1.5);
  for (const DeviceChannels::Device& device : channels.devices())
    for (double* channel : device.inputs)
      for (std::uint32_t i = 0; i < frames; ++i)
        channel[i] = hostile && random() % 100 == 0 ? kHostile[random() % std::size(kHostile)] : sample(random);
}

/// Params of some part moved a little, and set: most are refused, which must not hurt.
void change(Engine& engine, std::mt19937_64& random) {
  const LoadedPlan& plan = engine.plan();
  const auto part = static_cast<std::uint32_t>(random() % plan.part_count());
  std::vector<double> params(plan.param_count(part));
  plan.get(part, params.data());
  if (params.empty()) return;
  double& value = params[random() % params.size()];
  value = random() % 4 == 0 ? 1 - value : value * 1.1 + 0.1;
  engine.set(part, params.data());
}

void read_all(Engine& engine) {
  // Exactly as much memory as is said, so that a sanitizer sees a kernel that writes more.
  for (std::uint32_t part = 0; part < engine.plan().part_count(); ++part) {
    std::vector<double> values(part % 2 == 0 ? kReadings : 1);
    if (engine.read_out(part, values.data(), static_cast<std::uint32_t>(values.size())) > values.size()) std::abort();
  }
}

}  // namespace

bool run_plan(std::span<const std::byte> bytes, std::uint64_t seed) {
  std::vector<std::uint64_t> aligned((bytes.size() + 7) / 8);
  if (!bytes.empty()) std::memcpy(aligned.data(), bytes.data(), bytes.size());
  std::unique_ptr<Engine> engine;
  if (Engine::open(std::as_bytes(std::span(aligned)).first(bytes.size()), engine, kMemory)) return false;
  aligned.clear();
  aligned.shrink_to_fit();

  std::mt19937_64 random(seed);
  const LoadedPlan& plan = engine->plan();
  const DeviceChannels channels(plan.devices(), plan.quantum());
  const std::vector<DeviceBuffers> buffers = channels.buffers();
  engine->set_poison(random() % 4 == 0);
  engine->set_guard(random() % 2 == 0);
  for (int quantum = 0; quantum < 4; ++quantum) {
    feed(channels, plan.quantum(), random, random() % 2 == 0);
    engine->run(buffers, 1 + static_cast<std::uint32_t>(random() % plan.quantum()));
    if (plan.part_count() != 0) change(*engine, random);
    read_all(*engine);
    if (random() % 8 == 0) engine->reset();
    engine->run(buffers, plan.quantum());
  }
  return true;
}

}  // namespace busbar::fuzz
