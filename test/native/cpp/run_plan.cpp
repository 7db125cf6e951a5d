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

std::vector<std::uint64_t> aligned_copy(std::span<const std::byte> bytes) {
  std::vector<std::uint64_t> copy((bytes.size() + 7) / 8);
  if (!bytes.empty()) std::memcpy(copy.data(), bytes.data(), bytes.size());
  return copy;
}

/// The same plan takes over from itself, by way of itself. Pairs that make no sense are refused, which must not hurt.
void reload(Engine& engine, std::span<const std::byte> bytes, std::mt19937_64& random) {
  const std::vector<std::uint64_t> copy = aligned_copy(bytes);
  const std::uint32_t parts = engine.plan().part_count();
  StageBytes first{std::as_bytes(std::span(copy)).first(bytes.size()), {}, 1 + random() % 100};
  for (std::uint32_t part = 0; part < parts; ++part)
    if (random() % 8 != 0) first.adopt.push_back({part, part});
  StageBytes last = first;
  last.frames = 0;
  if (random() % 2 == 0 && parts != 0)
    last.adopt = {{static_cast<std::uint32_t>(random() % parts), static_cast<std::uint32_t>(random() % parts)}};
  const StageBytes stages[] = {first, last};
  static_cast<void>(engine.change(stages));
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
  std::vector<std::uint64_t> aligned = aligned_copy(bytes);
  std::unique_ptr<Engine> engine;
  if (Engine::open(std::as_bytes(std::span(aligned)).first(bytes.size()), engine, kMemory)) return false;
  aligned.clear();
  aligned.shrink_to_fit();

  std::mt19937_64 random(seed);
  const std::uint32_t most = engine->plan().quantum();
  const DeviceChannels channels(engine->plan().devices(), most);
  const std::vector<DeviceBuffers> buffers = channels.buffers();
  engine->set_poison(random() % 4 == 0);
  engine->set_guard(random() % 2 == 0);
  for (int quantum = 0; quantum < 4; ++quantum) {
    feed(channels, most, random, random() % 2 == 0);
    engine->run(buffers, 1 + static_cast<std::uint32_t>(random() % most));
    if (engine->plan().part_count() != 0) change(*engine, random);
    read_all(*engine);
    if (random() % 4 == 0) reload(*engine, bytes, random);
    if (random() % 8 == 0) engine->reset();
    engine->run(buffers, most);
  }
  return true;
}

}  // namespace busbar::fuzz
