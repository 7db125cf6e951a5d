#include "studio.h"

#include <algorithm>
#include <cstdlib>

using namespace busbar;

namespace {
constexpr std::uint64_t kKept = 100'000;
}

void Client::tell(const std::function<void()>& what) noexcept {
  const std::lock_guard lock(lock_);
  if (!losses.empty()) ++after_the_end;
  what();
  told_.notify_all();
}

void Client::cycle(const Cycle& cycle) noexcept {
  for (std::uint32_t c = 0; c < outputs; ++c)
    for (std::uint32_t i = 0; i < cycle.frames; ++i)
      cycle.out[c][i] = plays ? plays(cycle.first + i, c) : c < inputs ? cycle.in[c][i] : 0;
  tell([&] {
    if (frames == 0) begins = cycle.first;
    if (cycle.first < position || cycle.time_ns < last_ns_) ++out_of_order;
    last_ns_ = cycle.time_ns;
    position = cycle.first + cycle.frames;
    longest = std::max(longest, cycle.frames);
    heard.resize(inputs);
    frames += cycle.frames;
    if (position > kKept) return;
    for (std::uint32_t c = 0; c < inputs; ++c) {
      heard[c].resize(cycle.first, 0);
      heard[c].insert(heard[c].end(), cycle.in[c], cycle.in[c] + cycle.frames);
    }
  });
}

void Client::xrun(XrunKind, std::uint64_t lost) noexcept {
  tell([&] { xruns.push_back(lost); });
}
void Client::remark(const char* what) noexcept {
  tell([&] { remarks.emplace_back(what); });
}
void Client::lost(DeviceFault why, const char* words) noexcept {
  tell([&] {
    fault = why;
    losses.emplace_back(words);
  });
}

bool Client::wait(const std::function<bool()>& holds) {
  std::unique_lock lock(lock_);
  return told_.wait_for(lock, std::chrono::seconds(20), holds);
}

bool Client::wait_frames(std::uint64_t more) {
  std::unique_lock lock(lock_);
  const std::uint64_t until = frames + more;
  while (frames < until)
    if (!told_.wait_for(lock, std::chrono::seconds(20), [this, before = frames] { return frames != before; })) return false;
  return true;
}

StreamRequest request(const std::string& uid, std::uint32_t inputs, std::uint32_t outputs, std::uint32_t period) {
  StreamRequest r;
  r.id = uid;
  r.inputs = inputs;
  r.outputs = outputs;
  r.period = period;
  return r;
}

std::unique_ptr<Opened> play(const StreamRequest& request, const CoreaudioOptions& options,
                             std::function<double(std::uint64_t, std::uint32_t)> plays) {
  auto opened = std::make_unique<Opened>();
  opened->client.inputs = request.inputs;
  opened->client.outputs = request.outputs;
  opened->client.plays = std::move(plays);
  opened->error = open_coreaudio(request, options, opened->stream);
  if (!opened->error) opened->error = opened->stream->start(opened->client);
  return opened;
}

hal::DeviceSpec box(const std::string& uid, double ppm) {
  hal::DeviceSpec spec;
  spec.uid = uid;
  spec.inputs = {{.channels = 2}};
  spec.outputs = {{.channels = 2}};
  spec.ppm = ppm;
  return spec;
}

void hurry(double scale) {
  hal::Options options;
  options.time_scale = scale;
  hal::configure(options);
}

bool has(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

std::uint32_t number(const char* variable, std::uint32_t otherwise) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? otherwise : static_cast<std::uint32_t>(std::strtoul(text, nullptr, 10));
}
