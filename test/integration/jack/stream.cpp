// A stream of JACK without an engine behind it: input i goes to output i, some frames later. In: `busbar_jack SERVER CLIENT
// RATE DELAY [in|out]:NAME[=PATTERN[@NTH]]…`; then a line per command on stdin. Out: a line of JSON per event and answer.
// It ends with stdin, or by `quit`; `stop` ends the stream only, `open` opens the same one anew.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "devices/jack/jack.h"

namespace {

using namespace busbar;

class Loop final : public StreamClient {
 public:
  Loop(std::size_t channels, std::size_t delay) : delay_(delay), lines_(channels, std::vector<double>(delay + 1)) {}

  void cycle(const Cycle& cycle) noexcept override {
    for (std::size_t c = 0; c < lines_.size(); ++c) {
      std::size_t at = at_;
      for (std::uint32_t i = 0; i < cycle.frames; ++i, at = (at + 1) % (delay_ + 1)) {
        lines_[c][at] = cycle.in[c][i];
        cycle.out[c][i] = lines_[c][(at + 1) % (delay_ + 1)];
      }
    }
    at_ = (at_ + cycle.frames) % (delay_ + 1);
    if (cycle.first != position_) jumps.fetch_add(1);
    if (cycle.time_ns < time_) backwards.fetch_add(1);
    position_ = cycle.first + cycle.frames;
    time_ = cycle.time_ns;
    frames.fetch_add(cycle.frames);
    if (cycle.frames > longest.load()) longest.store(cycle.frames);
    if (is_lost.load()) after_lost.fetch_add(1);
  }
  void xrun(XrunKind, std::uint64_t lost) noexcept override {
    xruns.fetch_add(1);
    lost_frames.fetch_add(lost);
  }
  void lost(DeviceFault fault, const char* why) noexcept override {
    why_lost = why;
    fault_lost = fault;
    is_lost.store(true);
  }

  std::atomic<std::uint64_t> frames{0}, xruns{0}, lost_frames{0}, jumps{0}, backwards{0}, after_lost{0};
  std::atomic<std::uint32_t> longest{0};
  std::atomic<bool> is_lost{false};
  const char* why_lost = "";
  DeviceFault fault_lost = DeviceFault::none;

 private:
  std::size_t delay_, at_ = 0;
  std::vector<std::vector<double>> lines_;
  std::uint64_t position_ = 0;
  std::int64_t time_ = 0;
};

PortWish port(const std::string& text) {
  const std::size_t equals = text.find('='), nth = text.find('@');
  PortWish port{text.substr(0, equals), "", 0};
  if (equals != std::string::npos) port.connect = text.substr(equals + 1, nth == std::string::npos ? nth : nth - equals - 1);
  if (nth != std::string::npos) port.nth = std::atoi(text.c_str() + nth + 1);
  return port;
}

void say_trouble(const DeviceError& error) {
  std::printf("{\"event\":\"refused\",\"fault\":%d,\"message\":\"%s\"}\n", static_cast<int>(error.fault), error.message.c_str());
}

struct Session {
  StreamRequest request;
  JackOptions options;
  std::size_t delay = 0;
  std::unique_ptr<Loop> loop;
  std::unique_ptr<Stream> stream;

  void open() {
    stream.reset();
    loop = std::make_unique<Loop>(std::min(options.inputs.size(), options.outputs.size()), delay);
    DeviceError error;
    stream = open_jack(request, options, error);
    if (!stream) return say_trouble(error);
    std::vector<StreamPath> paths;
    for (std::uint32_t c = 0; c < std::min(request.inputs, request.outputs); ++c) paths.push_back({c, c, static_cast<std::uint32_t>(delay)});
    stream->set_paths(std::move(paths));
    if (error = stream->start(*loop); error) return say_trouble(error);
    const StreamInfo& i = stream->info();
    std::printf(
        "{\"event\":\"open\",\"rate\":%g,\"period\":%u,\"format\":\"%s\",\"inputLatency\":%u,\"outputLatency\":%u,\"realtime\":%s,"
        "\"scheduling\":\"%s\"}\n",
        i.rate_hz, i.period, i.format.c_str(), i.input_latency, i.output_latency, i.realtime ? "true" : "false", i.scheduling.c_str());
  }
  void stats() const {
    const bool lost = loop->is_lost;  // first: what it says of the loss was written before
    std::printf(
        "{\"event\":\"stats\",\"frames\":%llu,\"xruns\":%llu,\"lostFrames\":%llu,\"jumps\":%llu,\"backwards\":%llu,\"longest\":%u,"
        "\"lost\":%s,\"why\":\"%s\",\"fault\":%d,\"afterLost\":%llu}\n",
        static_cast<unsigned long long>(loop->frames), static_cast<unsigned long long>(loop->xruns),
        static_cast<unsigned long long>(loop->lost_frames), static_cast<unsigned long long>(loop->jumps),
        static_cast<unsigned long long>(loop->backwards), loop->longest.load(), lost ? "true" : "false",
        lost ? loop->why_lost : "", lost ? static_cast<int>(loop->fault_lost) : 0, static_cast<unsigned long long>(loop->after_lost));
  }
};

}  // namespace

int main(int count, char** words) {
  if (count < 5) return 64;
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  Session session;
  session.request.id = words[1];
  session.options.client = words[2];
  session.request.rate_hz = std::atof(words[3]);
  session.delay = static_cast<std::size_t>(std::atoi(words[4]));
  for (int i = 5; i < count; ++i) {
    if (std::strncmp(words[i], "in:", 3) == 0) session.options.inputs.push_back(port(words[i] + 3));
    if (std::strncmp(words[i], "out:", 4) == 0) session.options.outputs.push_back(port(words[i] + 4));
  }
  session.request.inputs = static_cast<std::uint32_t>(session.options.inputs.size());
  session.request.outputs = static_cast<std::uint32_t>(session.options.outputs.size());

  session.open();
  for (std::string line; std::getline(std::cin, line) && line != "quit";) {
    if (line == "stats") session.stats();
    if (line == "open") session.open();
    if (line == "stop") {
      session.stream.reset();
      std::printf("{\"event\":\"stopped\"}\n");
    }
  }
  return 0;
}
