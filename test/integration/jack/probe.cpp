// Another program on a JACK server, for measuring. In: `probe SERVER NAME OUTPUTS INPUTS`, then a line per command on
// stdin. Out: a line of JSON per answer. What it sends tells when it was sent: bits that no sample has twice in three
// minutes, of many exponents, so that what arrives gives its delay, frame for frame, and any change of a bit shows.
#include <jack/jack.h>

#include <atomic>
#include <bit>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

jack_client_t* client;
std::vector<jack_port_t*> outputs, inputs;

struct Heard {
  std::atomic<std::uint64_t> good{0}, bad{0}, silent{0};
  std::atomic<std::int64_t> delay{-1};
  // What is fading in looks exact now and then: a delay counts when so many frames in a row agree.
  std::int64_t guess = -1;
  std::uint32_t agreed = 0;
};
constexpr std::uint32_t kAgreed = 64;
std::vector<Heard> heard;
std::atomic<std::uint64_t> cycles{0}, xruns{0};
std::atomic<bool> down{false};

constexpr std::uint32_t kPeriod = 1u << 23;

/// Signs and exponents change with the frame, the mantissa counts frames: never zero, never subnormal, at most 1.
float sample_at(std::uint32_t frame, std::uint32_t channel) {
  const std::uint32_t scrambled = (frame * 2654435761u) ^ (channel * 40503u);
  const std::uint32_t exponent = 96 + (scrambled >> 27);
  return std::bit_cast<float>((scrambled & 0x04000000u) << 5 | (exponent > 126 ? 126 : exponent) << 23 | (frame % kPeriod));
}

int process(jack_nframes_t frames, void*) {
  const jack_nframes_t now = jack_last_frame_time(client);
  for (std::size_t c = 0; c < outputs.size(); ++c) {
    auto* out = static_cast<float*>(jack_port_get_buffer(outputs[c], frames));
    for (jack_nframes_t i = 0; i < frames; ++i) out[i] = sample_at(now + i, static_cast<std::uint32_t>(c));
  }
  for (std::size_t c = 0; c < inputs.size(); ++c) {
    const auto* in = static_cast<const float*>(jack_port_get_buffer(inputs[c], frames));
    Heard& h = heard[c];
    std::int64_t delay = h.delay.load();
    std::uint64_t good = 0, bad = 0, silent = 0;
    for (jack_nframes_t i = 0; i < frames; ++i) {
      if (in[i] == 0) {
        ++silent;
        continue;
      }
      const std::uint32_t count = std::bit_cast<std::uint32_t>(in[i]) & (kPeriod - 1);
      const std::uint32_t then = (now + i - count) % kPeriod;
      const bool exact = std::bit_cast<std::uint32_t>(in[i]) == std::bit_cast<std::uint32_t>(sample_at(now + i - then, static_cast<std::uint32_t>(c)));
      if (delay < 0) {
        h.agreed = exact && then == h.guess ? h.agreed + 1 : 0;
        h.guess = then;
        if (h.agreed < kAgreed) continue;
        delay = then;
      }
      ++(exact && then == delay ? good : bad);
    }
    h.delay.store(delay);
    h.good.fetch_add(good);
    h.bad.fetch_add(bad);
    h.silent.fetch_add(silent);
  }
  cycles.fetch_add(1);
  return 0;
}

void print_range(const char* name, const std::vector<jack_port_t*>& ports, jack_latency_callback_mode_t mode) {
  std::printf("\"%s\":[", name);
  for (std::size_t i = 0; i < ports.size(); ++i) {
    jack_latency_range_t range;
    jack_port_get_latency_range(ports[i], mode, &range);
    std::printf("%s[%u,%u]", i == 0 ? "" : ",", range.min, range.max);
  }
  std::printf("]");
}

void report() {
  std::printf("{\"period\":%u,\"cycles\":%llu,\"xruns\":%llu,\"down\":%s,\"channels\":[", jack_get_buffer_size(client),
              static_cast<unsigned long long>(cycles), static_cast<unsigned long long>(xruns), down ? "true" : "false");
  for (std::size_t c = 0; c < heard.size(); ++c)
    std::printf("%s{\"delay\":%lld,\"good\":%llu,\"bad\":%llu,\"silent\":%llu}", c == 0 ? "" : ",", static_cast<long long>(heard[c].delay),
                static_cast<unsigned long long>(heard[c].good), static_cast<unsigned long long>(heard[c].bad),
                static_cast<unsigned long long>(heard[c].silent));
  std::printf("],");
  // What the other programs say: playback latency of what we send, capture latency of what we hear.
  print_range("playback", outputs, JackPlaybackLatency);
  std::printf(",");
  print_range("capture", inputs, JackCaptureLatency);
  std::printf("}\n");
}

void reset() {
  for (Heard& h : heard) h.good = h.bad = h.silent = 0, h.delay = -1;
  cycles = xruns = 0;
}

}  // namespace

int main(int count, char** words) {
  if (count < 5) return 64;
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  jack_status_t status{};
  client = jack_client_open(words[2], static_cast<jack_options_t>(JackNoStartServer | JackServerName | JackUseExactName), &status, words[1]);
  if (client == nullptr) {
    std::printf("{\"refused\":%d}\n", static_cast<int>(status));
    return 1;
  }
  heard = std::vector<Heard>(static_cast<std::size_t>(std::atoi(words[4])));
  for (int i = 1; i <= std::atoi(words[3]); ++i)
    outputs.push_back(jack_port_register(client, ("out_" + std::to_string(i)).c_str(), JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput, 0));
  for (int i = 1; i <= std::atoi(words[4]); ++i)
    inputs.push_back(jack_port_register(client, ("in_" + std::to_string(i)).c_str(), JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput, 0));
  jack_set_process_callback(client, process, nullptr);
  jack_set_xrun_callback(client, [](void*) { return xruns.fetch_add(1), 0; }, nullptr);
  jack_on_shutdown(client, [](void*) { down = true; }, nullptr);
  if (jack_activate(client) != 0) return 1;
  std::printf("{\"name\":\"%s\",\"rate\":%u,\"realtime\":%s}\n", jack_get_client_name(client), jack_get_sample_rate(client),
              jack_is_realtime(client) != 0 ? "true" : "false");

  for (std::string line; std::getline(std::cin, line) && line != "quit";) {
    std::istringstream text(line);
    std::string verb, a, b;
    std::getline(text, verb, '\t');
    std::getline(text, a, '\t');
    std::getline(text, b, '\t');
    if (verb == "report") report();
    if (verb == "reset") reset(), std::printf("{}\n");
    if (verb == "connect") std::printf("{\"status\":%d}\n", jack_connect(client, a.c_str(), b.c_str()));
    if (verb == "disconnect") std::printf("{\"status\":%d}\n", jack_disconnect(client, a.c_str(), b.c_str()));
    if (verb == "period") std::printf("{\"status\":%d}\n", jack_set_buffer_size(client, static_cast<jack_nframes_t>(std::atoi(a.c_str()))));
    if (verb == "freewheel") std::printf("{\"status\":%d}\n", jack_set_freewheel(client, a == "on" ? 1 : 0));
    if (verb == "ports" || verb == "connections") {
      const char** names = verb == "ports" ? jack_get_ports(client, nullptr, JACK_DEFAULT_AUDIO_TYPE, 0)
                                           : jack_port_get_all_connections(client, jack_port_by_name(client, a.c_str()));
      std::printf("[");
      for (std::size_t i = 0; names != nullptr && names[i] != nullptr; ++i) std::printf("%s\"%s\"", i == 0 ? "" : ",", names[i]);
      std::printf("]\n");
      if (names != nullptr) jack_free(names);
    }
  }
  if (!down) jack_client_close(client);
  return 0;
}
