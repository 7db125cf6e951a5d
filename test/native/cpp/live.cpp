// busbar_live SECONDS SCRIPT: the live engine on virtual devices, used from several threads at once as the addon does.
// In: a script of streams and changes (test/native/live-script.ts). Out: one line of JSON with what was done.
// Changes follow each other as fast as they settle, in a ring from the second on; meanwhile values are set, readings
// and levels taken, members stall, one is closed and opened again, and the first driver's clock changes hands. What is wrong
// is for sanitizers to say.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "live/live.h"

namespace {

using namespace busbar;
using Clock = std::chrono::steady_clock;

struct Value {
  std::uint32_t part;
  std::vector<double> params;
};
struct Step {
  std::vector<LiveStage> stages;
  std::vector<Value> values;  ///< for when it has settled
};
constexpr double kStallEvery = 0.7, kStall = 0.04, kLongest = 3600;

struct Script {
  std::vector<StreamOrder> streams;
  std::vector<Step> steps;
};

template <typename T>
std::vector<T> list_of(std::istream& from) {
  std::size_t count = 0;
  from >> count;
  std::vector<T> out(count);
  for (T& each : out) from >> each;
  return out;
}

LiveStage stage_of(std::istream& line) {
  LiveStage stage;
  std::string path;
  line >> path >> stage.frames;
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) std::fprintf(stderr, "no plan %s\n", path.c_str()), std::exit(64);
  stage.plan_bytes = static_cast<std::size_t>(file.tellg());
  stage.plan.resize((stage.plan_bytes + 7) / 8);
  file.seekg(0).read(reinterpret_cast<char*>(stage.plan.data()), static_cast<std::streamsize>(stage.plan_bytes));
  stage.runners = list_of<std::uint32_t>(line);
  stage.slots = list_of<std::uint32_t>(line);
  const auto adopt = list_of<std::uint32_t>(line);
  for (std::size_t i = 0; i + 1 < adopt.size(); i += 2) stage.adopt.push_back({adopt[i], adopt[i + 1]});
  return stage;
}

StreamOrder stream_of(std::istream& line) {
  StreamOrder order;
  order.device.backend = "virtual";
  StreamRequest& request = order.device.request;
  std::uint32_t slot = 0;
  line >> request.id >> order.runner >> order.drives >> request.rate_hz >> request.period >> order.crossing.frames;
  line >> order.device.virtual_device.clock.ppm >> slot >> request.inputs >> request.outputs;
  request.periods = 8;
  order.crossing.master_period = request.period;
  order.slots = {{slot, 0, request.inputs, 0, request.outputs}};
  std::string drift;
  line >> drift;
  order.crossing.drift = drift == "resample" ? Drift::resample : drift == "steer" ? Drift::steer : Drift::locked;
  // Longer than the buffer: what was captured meanwhile is lost.
  if (!order.drives)
    for (double at = kStallEvery; at < kLongest; at += kStallEvery) order.device.virtual_device.clock.stalls.push_back({at, at + kStall});
  return order;
}

Script script_of(const char* path) {
  Script script;
  std::ifstream file(path);
  for (std::string text; std::getline(file, text);) {
    std::istringstream line(text);
    std::string word;
    line >> word;
    if (word == "stream") script.streams.push_back(stream_of(line));
    if (word == "change") script.steps.emplace_back();
    if (word == "stage") script.steps.back().stages.push_back(stage_of(line));
    if (word == "set") {
      Value value{};
      line >> value.part;
      value.params = list_of<double>(line);
      script.steps.back().values.push_back(std::move(value));
    }
  }
  return script;
}

/// Which changes have settled, from the thread that polls to the one that posts.
class Settled {
 public:
  void tell(std::uint64_t change) {
    const std::lock_guard lock(mutex_);
    last_ = change;
    told_.notify_all();
  }
  bool wait(std::uint64_t change) {
    std::unique_lock lock(mutex_);
    return told_.wait_for(lock, std::chrono::seconds(30), [&] { return last_ >= change; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable told_;
  std::uint64_t last_ = 0;
};

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(1);
}

void post(Live& live, const Step& step, std::uint64_t& number) {
  LoadedChange loaded;
  if (const PlanError e = live.load(step.stages, loaded)) fail(e.text);
  if (const std::string why = live.post(std::move(loaded), number); !why.empty()) fail(why);
}

}  // namespace

int main(int count, char** given) {
  if (count != 3) fail("usage: busbar_live SECONDS SCRIPT");
  const Script script = script_of(given[2]);
  const auto end = Clock::now() + std::chrono::milliseconds(static_cast<long>(1000 * std::strtod(given[1], nullptr)));
  Live live;
  Settled settled;
  std::atomic<bool> over{false};
  std::atomic<std::uint64_t> xruns{0}, lost{0}, odd{0};
  std::vector<std::uint32_t> streams;
  for (const StreamOrder& order : script.streams) {
    StreamInfo info;
    if (const DeviceError e = live.open(order, streams.emplace_back(), info)) fail(e.message);
  }

  std::thread poller([&] {
    while (!over) {
      for (const LiveEvent& event : live.poll()) {
        if (event.kind == LiveEvent::Kind::settled) settled.tell(event.change);
        if (event.kind == LiveEvent::Kind::xrun) ++xruns;
        if (event.kind == LiveEvent::Kind::lost) ++lost;
        if (event.kind == LiveEvent::Kind::not_finite) ++odd;
      }
      (void)live.stats();
      (void)live.levels();
      (void)live.read_out(0);
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  });
  const auto first_of = [&](bool drives) {
    const auto found = std::ranges::find(script.streams, drives, &StreamOrder::drives);
    if (found == script.streams.end()) fail("the script has no stream of that kind");
    return static_cast<std::size_t>(found - script.streams.begin());
  };
  const std::size_t member = first_of(false), driver = first_of(true);
  std::uint64_t reopened = 0, handed_over = 0;
  std::thread opener([&] {
    while (!over) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      StreamInfo info;
      if (!live.close(streams[member])) fail("the member is not there");
      if (const DeviceError e = live.open(script.streams[member], streams[member], info)) fail(e.message);
      if (++reopened % 4 != 0) continue;
      // As where a master is lost, and where it is back.
      StreamOrder next = script.streams[driver];
      next.keeps_clock = ++handed_over % 2 == 1;
      next.replaces = streams[driver];
      if (const DeviceError e = live.open(next, streams[driver], info)) fail(e.message);
    }
  });

  std::uint64_t changes = 0, values = 0, memory = 0, most_memory = 0;
  for (std::size_t i = 0; Clock::now() < end; i = i + 1 < script.steps.size() ? i + 1 : 1) {
    std::uint64_t number = 0;
    post(live, script.steps[i], number);
    for (const Value& value : script.steps[i].values) values += live.set(value.part, value.params).empty() ? 1 : 0;
    if (!settled.wait(number)) fail("change " + std::to_string(number) + " does not settle");
    ++changes;
    // The same plan stays after every round.
    if (i + 1 == script.steps.size()) {
      memory = live.memory();
      most_memory = std::max(memory, most_memory);
    }
  }
  over = true;
  poller.join();
  opener.join();
  live.stop();
  std::printf("{\"changes\": %llu, \"values\": %llu, \"reopened\": %llu, \"handedOver\": %llu, \"xruns\": %llu, \"lost\": %llu, \"notFinite\": %llu, ",
              static_cast<unsigned long long>(changes), static_cast<unsigned long long>(values),
              static_cast<unsigned long long>(reopened), static_cast<unsigned long long>(handed_over), static_cast<unsigned long long>(xruns.load()),
              static_cast<unsigned long long>(lost.load()), static_cast<unsigned long long>(odd.load()));
  std::printf("\"memory\": %llu, \"mostMemory\": %llu}\n", static_cast<unsigned long long>(memory),
              static_cast<unsigned long long>(most_memory));
}
