// Everything in random order: BUSBAR_SEED and BUSBAR_HAL_STEPS choose which and how much (10000 is the long form). What is left
// behind or was misused is told by `main`.
#include <random>

#include "devices/coreaudio/enumerate.h"
#include "studio.h"

using namespace busbar;

namespace {

const char* const kNames[] = {"a", "b", "c"};

}  // namespace

TEST("open, close, unplug, replug, defaults, rates, restarts, in random order") {
  const std::uint32_t seed = number("BUSBAR_SEED", 1), steps = number("BUSBAR_HAL_STEPS", 400);
  std::printf("random order: %u steps, BUSBAR_SEED=%u\n", steps, seed);
  std::mt19937 random(seed);
  const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
  hal::Options options;
  options.time_scale = 100;
  options.aggregate_settles_ms = 5;
  options.call_after_remove = true;
  options.reuse_ids = true;
  hal::configure(options);
  bool plugged[3] = {true, true, true};
  for (const char* name : kNames) hal::plug(box(name, below(200)));
  std::unique_ptr<Opened> open[4];
  unsigned runs = 0, losses = 0;
  for (std::uint32_t step = 0; step < steps; ++step) {
    const unsigned which = below(3);
    const char* const name = kNames[which];
    std::unique_ptr<Opened>& slot = open[below(4)];
    switch (below(10)) {
      case 0:
      case 1:
      case 2: {
        const bool joins = below(4) == 0;
        CoreaudioOptions how;
        how.exclusive = !joins && below(4) == 0;
        if (joins) {
          how.aggregate.name = "room";
          for (const unsigned i : {which, (which + 1) % 3}) how.aggregate.members.push_back({kNames[i], 2, 2, true, false});
        }
        if (slot && slot->stream) slot->stream->stop();
        slot = play(joins ? request(name, 4, 4) : request(below(3) == 0 ? "default" : name, 1 + below(2), below(3)), how);
        if (slot->runs()) ++runs;
        break;
      }
      case 3:
        if (slot && slot->stream) slot->stream->stop();
        if (slot) losses += static_cast<unsigned>(slot->client.losses.size());
        slot.reset();
        break;
      case 4:
        if (slot && slot->runs()) slot->client.wait([&] { return slot->client.frames > 1000 || !slot->client.losses.empty(); });
        break;
      case 5:
        if (plugged[which]) hal::unplug(name);
        else hal::replug(name);
        hal::settle();
        plugged[which] = !plugged[which];
        break;
      case 6:
        if (plugged[which]) hal::set_default(below(2) == 0, name);
        break;
      case 7:
        if (plugged[which]) hal::set_rate(name, below(2) == 0 ? 44100 : 48000);
        break;
      case 8:
        if (below(4) == 0) {
          hal::restart_daemon();
          hal::settle();
        } else if (plugged[which]) hal::overload(name, below(5));
        break;
      case 9: (void)list_coreaudio(); break;
    }
  }
  for (auto& slot : open)
    if (slot) {
      if (slot->stream) slot->stream->stop();
      CHECK(slot->client.losses.size() <= 1 && slot->client.after_the_end == 0);
    }
  std::printf("random order: %u streams ran, %u were lost\n", runs, losses);
}
