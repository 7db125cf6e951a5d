// As many IO cycles as BUSBAR_HAL_CYCLES says, of a device and of a native aggregate at once: what comes in is looked at frame by
// frame, whatever their number. 100000 is the long form.
#include <cmath>

#include "studio.h"

using namespace busbar;

namespace {

constexpr std::uint32_t kPeriod = 64;
constexpr int kStep = 7, kRound = 30000;

/// Rises by a step a frame, in 16 bits.
double ramp(std::uint64_t frame, std::uint32_t) { return static_cast<double>(frame * kStep % kRound) / 32768; }

/// Counts, and keeps nothing but the last frame.
class Counter final : public StreamClient {
 public:
  void cycle(const Cycle& cycle) noexcept override {
    for (std::uint32_t i = 0; i < cycle.frames; ++i) {
      const double step = std::fmod((cycle.in[0][i] - last_) * 32768 + kRound, kRound);
      if (begun_ && step != kStep) ++breaks;
      begun_ = true;
      last_ = cycle.in[0][i];
    }
    if (cycle.first != next_) ++breaks;
    next_ = cycle.first + cycle.frames;
    const std::lock_guard hold(lock_);
    ++cycles;
    told_.notify_all();
  }
  void xrun(XrunKind, std::uint64_t) noexcept override { ++events; }
  void remark(const char*) noexcept override { ++events; }
  void lost(DeviceFault, const char*) noexcept override { ++events; }

  /// False when none came for 20 s.
  bool wait_for(std::uint64_t wanted) {
    std::unique_lock hold(lock_);
    while (cycles < wanted) {
      const std::uint64_t before = cycles;
      if (!told_.wait_for(hold, std::chrono::seconds(20), [&] { return cycles != before; })) return false;
    }
    return true;
  }

  std::uint64_t cycles = 0, breaks = 0;
  std::atomic<unsigned> events{0};

 private:
  std::mutex lock_;
  std::condition_variable told_;
  double last_ = 0;
  std::uint64_t next_ = 0;
  bool begun_ = false;
};

}  // namespace

TEST("every frame of as many IO cycles as are asked for") {
  const std::uint64_t wanted = number("BUSBAR_HAL_CYCLES", 2000);
  // Slow enough for sanitizers: a device that is not served for half a second is lost.
  hurry(8);
  for (const char* name : {"alone", "first", "second"}) {
    hal::plug(box(name, name[0] == 's' ? 120 : -35));
    hal::feed(name, ramp);
  }
  CoreaudioOptions room;
  room.aggregate.name = "room";
  for (const char* name : {"first", "second"}) room.aggregate.members.push_back({name, 2, 2, true, false});
  Counter one, joined;
  std::unique_ptr<Stream> streams[2];
  CHECK(!open_coreaudio(request("alone", 2, 2, kPeriod), {}, streams[0]) && !streams[0]->start(one));
  CHECK(!open_coreaudio(request("first", 4, 4, kPeriod), room, streams[1]) && !streams[1]->start(joined));
  CHECK(one.wait_for(wanted) && joined.wait_for(wanted));
  for (const auto& stream : streams) stream->stop();
  std::printf("IO cycles: %llu and %llu\n", static_cast<unsigned long long>(one.cycles), static_cast<unsigned long long>(joined.cycles));
  CHECK(one.breaks == 0 && one.events == 0 && joined.breaks == 0 && joined.events == 0);
}
