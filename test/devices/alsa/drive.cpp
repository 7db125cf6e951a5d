// An ALSA stream on its own, for tests. In: key=value arguments, and lines on stdin (`stop`, `open`). Out: what
// happens, one JSON object per line; raw files. The client plays a file, records one, or copies inputs to outputs.
//   id=PCM rate=48000 period=N periods=N format=auto inputs=N outputs=N play=RAW record=RAW frames=N (0: until `stop`)
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "devices/alsa/enumerate.h"
#include "devices/alsa/open.h"
#include "rt/clock.h"

namespace {

using namespace busbar;

const char* const kFaults[] = {"none", "missing", "busy", "denied", "unsupported", "changed", "gone", "library", "failed"};
const char* const kKinds[] = {"capture", "playback", "both", "suspended"};

struct Event {
  enum Kind { xrun, lost } kind;
  unsigned what;
  std::uint64_t frames;
  const char* why;
};

/// Sample files are whole in memory: the audio thread touches no disk.
class Client final : public StreamClient {
 public:
  std::vector<std::byte> play, record;
  SampleFormat format{};
  std::uint32_t inputs = 0, outputs = 0;
  std::uint64_t frames = 0;

  std::atomic<std::uint64_t> done{0};
  std::atomic<unsigned> events{0};
  std::array<Event, 1024> log{};
  std::atomic<bool> full{false};
  std::atomic<int> calls_after_lost{0}, backward_stamps{0};
  Cycle last{};

  /// Another stream: its time and positions are its own.
  void begin() {
    lost_ = false;
    last = {};
  }
  void cycle(const Cycle& cycle) noexcept override {
    if (lost_) ++calls_after_lost;
    if (cycle.time_ns > now_ns() || cycle.position + cycle.frames < last.position || cycle.time_ns < last.time_ns) ++backward_stamps;
    last = cycle;
    const std::uint64_t at = done.load(std::memory_order_relaxed);
    const std::size_t width = bytes_per_sample(format);
    for (std::uint32_t c = 0; c < outputs; ++c) {
      const std::size_t frame = width * outputs;
      const std::uint64_t there = frame == 0 || at * frame >= play.size() ? 0 : std::min<std::uint64_t>(cycle.frames, play.size() / frame - at);
      if (play.empty() && inputs > 0) std::copy_n(cycle.in[c % inputs], cycle.frames, cycle.out[c]);
      else std::fill_n(cycle.out[c], cycle.frames, 0.0);
      if (there > 0) decode(format, play.data() + at * frame + c * width, frame, cycle.out[c], static_cast<std::uint32_t>(there));
    }
    for (std::uint32_t c = 0; c < inputs && (at + cycle.frames) * width * inputs <= record.size(); ++c)
      encode(format, cycle.in[c], record.data() + (at * inputs + c) * width, width * inputs, cycle.frames);
    done.store(at + cycle.frames, std::memory_order_release);
    if (frames != 0 && at + cycle.frames >= frames) full.store(true, std::memory_order_release);
  }
  void xrun(XrunKind kind, std::uint64_t frames) noexcept override { post({Event::xrun, static_cast<unsigned>(kind), frames, ""}); }
  void lost(DeviceFault fault, const char* why) noexcept override {
    lost_ = true;
    post({Event::lost, static_cast<unsigned>(fault), 0, why});
  }

 private:
  void post(const Event& event) noexcept {
    const unsigned n = events.load(std::memory_order_relaxed);
    if (n == log.size()) return;
    log[n] = event;
    events.store(n + 1, std::memory_order_release);
  }
  bool lost_ = false;
};

std::map<std::string, std::string> arguments;

unsigned long number(const char* key, unsigned long otherwise) {
  const auto at = arguments.find(key);
  return at == arguments.end() ? otherwise : std::strtoul(at->second.c_str(), nullptr, 10);
}

void say(const std::string& line) { std::cout << line << std::endl; }

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string direction(const std::optional<DirectionFacts>& facts) {
  if (!facts) return "null";
  std::string formats, rates;
  for (const std::string& f : facts->formats) formats += (formats.empty() ? "" : ",") + quoted(f);
  for (const double r : facts->rates) rates += (rates.empty() ? "" : ",") + std::to_string(static_cast<long>(r));
  return "{\"channels\":[" + std::to_string(facts->least_channels) + "," + std::to_string(facts->most_channels) + "],\"rates\":[" + rates +
         "],\"formats\":[" + formats + "],\"periods\":[" + std::to_string(facts->shortest_period) + "," + std::to_string(facts->longest_period) + "]}";
}

void list(const std::string& name) {
  for (const DeviceFacts& d : list_alsa({name}).devices)
    say("{\"event\":\"device\",\"id\":" + quoted(d.id) + ",\"exclusive\":" + (d.exclusive ? "true" : "false") + ",\"converts\":" +
        std::to_string(d.converts.size()) + ",\"busy\":" + quoted(d.busy) + ",\"inputs\":" + direction(d.inputs) + ",\"outputs\":" + direction(d.outputs) +
        "}");
}

bool refused(const DeviceError& error) {
  if (error) say("{\"event\":\"refused\",\"fault\":\"" + std::string(kFaults[static_cast<int>(error.fault)]) + "\",\"message\":" + quoted(error.message) + "}");
  return static_cast<bool>(error);
}

/// The next line that stdin holds, without waiting; at its end `stop`.
bool next_line(std::string& line) {
  static std::string held;
  static bool ended = false;
  pollfd in{STDIN_FILENO, POLLIN, 0};
  if (held.find('\n') == std::string::npos && !ended && poll(&in, 1, 2) > 0) {
    char piece[256];
    const ssize_t got = read(STDIN_FILENO, piece, sizeof piece);
    if (got > 0) held.append(piece, static_cast<std::size_t>(got));
    else ended = true;
  }
  const std::size_t end = held.find('\n');
  if (end == std::string::npos) {
    if (ended) line = "stop";
    return ended;
  }
  line = held.substr(0, end);
  held.erase(0, end + 1);
  return true;
}

/// What the client has seen since the last call.
void report(Client& client, unsigned& seen) {
  for (; seen < client.events.load(std::memory_order_acquire); ++seen) {
    const Event& e = client.log[seen];
    if (e.kind == Event::xrun) say("{\"event\":\"xrun\",\"kind\":\"" + std::string(kKinds[e.what]) + "\",\"frames\":" + std::to_string(e.frames) + "}");
    else say("{\"event\":\"lost\",\"fault\":\"" + std::string(kFaults[e.what]) + "\",\"why\":" + quoted(e.why) + "}");
  }
}

/// True: open again.
bool run(const StreamRequest& request, Client& client) {
  std::unique_ptr<Stream> stream;
  unsigned seen = client.events.load();
  client.begin();
  if (!refused(open_alsa(request, stream)) && !refused(stream->start(client))) {
    const StreamInfo& i = stream->info();
    say("{\"event\":\"started\",\"period\":" + std::to_string(i.period) + ",\"periods\":" + std::to_string(i.periods) + ",\"format\":\"" + i.format +
        "\",\"inputLatency\":" + std::to_string(i.input_latency) + ",\"outputLatency\":" + std::to_string(i.output_latency) +
        ",\"scheduling\":" + quoted(i.scheduling) + "}");
  } else {
    stream.reset();
  }
  std::string line;
  std::uint64_t told = client.done.load();
  while (!client.full.load(std::memory_order_acquire)) {
    report(client, seen);
    if (const std::uint64_t done = client.done.load(std::memory_order_acquire); done - told >= request.rate_hz / 4) {
      say("{\"event\":\"frames\",\"frames\":" + std::to_string(done) + "}");
      told = done;
    }
    if (!next_line(line)) continue;
    if (line == "stop") break;
    if (line == "open") {
      stream.reset();
      say("{\"event\":\"closed\"}");
      return true;
    }
    if (line == "list") list(request.id);
  }
  if (stream) stream->stop();
  report(client, seen);
  stream.reset();
  return false;
}

}  // namespace

int main(int count, char** given) {
  for (int i = 1; i < count; ++i) {
    char* const equals = std::strchr(given[i], '=');
    if (equals != nullptr) arguments[std::string(given[i], equals)] = equals + 1;
  }
  StreamRequest request;
  request.id = arguments["id"];
  request.rate_hz = static_cast<double>(number("rate", 48000));
  request.period = static_cast<std::uint32_t>(number("period", 0));
  request.periods = static_cast<std::uint32_t>(number("periods", 0));
  request.any_format = !parse_format(arguments["format"], request.format);
  request.inputs = static_cast<std::uint32_t>(number("inputs", 0));
  request.outputs = static_cast<std::uint32_t>(number("outputs", 0));
  Client client;
  client.format = request.any_format ? SampleFormat::s32 : request.format;
  client.inputs = request.inputs;
  client.outputs = request.outputs;
  client.frames = number("frames", 0);
  if (const std::string path = arguments["play"]; !path.empty()) {
    std::ifstream file(path, std::ios::binary);
    std::string bytes((std::istreambuf_iterator<char>(file)), {});
    client.play.assign(reinterpret_cast<const std::byte*>(bytes.data()), reinterpret_cast<const std::byte*>(bytes.data()) + bytes.size());
  }
  if (!arguments["record"].empty()) client.record.resize(client.frames * request.inputs * bytes_per_sample(client.format));
  if (count > 1 && std::string(given[1]) == "list") list(request.id);
  else
    while (run(request, client)) continue;
  if (const std::string path = arguments["record"]; !path.empty())
    std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(client.record.data()), static_cast<std::streamsize>(client.record.size()));
  say("{\"event\":\"ended\",\"frames\":" + std::to_string(client.done.load()) + ",\"callsAfterLost\":" + std::to_string(client.calls_after_lost.load()) +
      ",\"backwardStamps\":" + std::to_string(client.backward_stamps.load()) + "}");
}
