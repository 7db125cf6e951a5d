// busbar_stream ID FORMAT PERIOD PERIODS INPUTS OUTPUTS FRAMES [PLAY [CAPTURE]]: one ALSA device, without an engine.
// In: interleaved samples of FORMAT to play, then silence. Out: what was captured, in the same form; one line of JSON.
// Ends after FRAMES frames, with 2 when the device was lost before, with 1 when it could not be opened.
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "devices/alsa/open.h"
#include "devices/sample_format.h"

namespace {

using Planar = std::vector<std::vector<double>>;

struct Tape final : busbar::StreamClient {
  Planar play, captured;
  std::uint64_t frames = 0;  ///< of the whole run
  std::uint64_t done = 0, cycles = 0, longest = 0;
  std::atomic<std::uint64_t> xruns{0};
  std::atomic<const char*> why{nullptr};
  std::atomic<bool> over{false};

  void cycle(const busbar::Cycle& cycle) noexcept override {
    ++cycles;
    longest = std::max<std::uint64_t>(longest, cycle.frames);
    for (std::size_t c = 0; c < play.size(); ++c)
      for (std::uint32_t i = 0; i < cycle.frames; ++i)
        cycle.out[c][i] = done + i < play[c].size() ? play[c][done + i] : 0;
    for (std::size_t c = 0; c < captured.size(); ++c)
      for (std::uint32_t i = 0; i < cycle.frames && done + i < frames; ++i) captured[c][done + i] = cycle.in[c][i];
    done += cycle.frames;
    if (done >= frames) end();
  }
  void xrun(busbar::XrunKind, std::uint64_t) noexcept override { ++xruns; }
  void lost(busbar::DeviceFault, const char* words) noexcept override {
    why = words;
    end();
  }
  void end() noexcept {
    over = true;
    over.notify_one();
  }
};

Planar decoded(const char* path, busbar::SampleFormat format, std::size_t channels) {
  std::ifstream file(path, std::ios::binary);
  const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
  const std::size_t sample = busbar::bytes_per_sample(format), frame = sample * channels;
  const auto frames = static_cast<std::uint32_t>(bytes.size() / frame);
  Planar out(channels, std::vector<double>(frames));
  const auto* first = reinterpret_cast<const std::byte*>(bytes.data());
  for (std::size_t c = 0; c < channels; ++c) busbar::decode(format, first + c * sample, frame, out[c].data(), frames);
  return out;
}

void encoded(const char* path, busbar::SampleFormat format, const Planar& samples, std::uint64_t frames) {
  const std::size_t sample = busbar::bytes_per_sample(format), frame = sample * samples.size();
  std::vector<std::byte> bytes(frame * frames);
  for (std::size_t c = 0; c < samples.size(); ++c)
    busbar::encode(format, samples[c].data(), bytes.data() + c * sample, frame, static_cast<std::uint32_t>(frames));
  std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

int main(int count, char** given) {
  if (count < 8) return std::fprintf(stderr, "usage: busbar_stream ID FORMAT PERIOD PERIODS INPUTS OUTPUTS FRAMES [PLAY [CAPTURE]]\n"), 64;
  const auto number = [&](int i) { return static_cast<std::uint32_t>(std::strtoul(given[i], nullptr, 10)); };
  busbar::StreamRequest request;
  request.id = given[1];
  request.any_format = false;
  if (!busbar::parse_format(given[2], request.format)) return std::fprintf(stderr, "no format %s\n", given[2]), 64;
  request.period = number(3);
  request.periods = number(4);
  request.inputs = number(5);
  request.outputs = number(6);

  Tape tape;
  tape.frames = number(7);
  tape.play = count > 8 && request.outputs > 0 ? decoded(given[8], request.format, request.outputs) : Planar(request.outputs);
  tape.captured = Planar(request.inputs, std::vector<double>(tape.frames));
  std::unique_ptr<busbar::Stream> stream;
  busbar::DeviceError error = busbar::open_alsa(request, stream);
  if (!error) error = stream->start(tape);
  if (error) return std::fprintf(stderr, "%s\n", error.message.c_str()), 1;
  tape.over.wait(false);
  stream->stop();
  const busbar::StreamInfo& info = stream->info();
  std::printf("{\"format\": \"%s\", \"period\": %u, \"periods\": %u, \"inputLatency\": %u, \"outputLatency\": %u, ", info.format.c_str(),
              info.period, info.periods, info.input_latency, info.output_latency);
  std::printf("\"scheduling\": \"%s\", \"cycles\": %llu, \"longest\": %llu, \"xruns\": %llu, \"lost\": %s%s%s}\n", info.scheduling.c_str(),
              static_cast<unsigned long long>(tape.cycles), static_cast<unsigned long long>(tape.longest),
              static_cast<unsigned long long>(tape.xruns.load()), tape.why ? "\"" : "", tape.why ? tape.why.load() : "null", tape.why ? "\"" : "");
  if (count > 9) encoded(given[9], request.format, tape.captured, std::min(tape.done, tape.frames));
  return tape.why ? 2 : 0;
}
