// `busbar_load PLAN FRAMES SECONDS [REPEATS]`: what a plan costs the audio thread. In: an encoded plan, noise at its
// inputs. Out: a line of JSON: CPU seconds per second of sound (the least of the repeats), microseconds per block as mean,
// 99th percentile and worst, how many blocks ran in all, bytes, instruction set, compiler. No files and no device: the engine's own share.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "plan_file.h"
#include "simd/simd.h"

namespace {

using namespace busbar;
using namespace busbar::bench;

#define BUSBAR_TEXT_OF(x) #x
#define BUSBAR_TEXT(x) BUSBAR_TEXT_OF(x)
#if defined(__clang__)
constexpr const char* kCompiler = "clang " BUSBAR_TEXT(__clang_major__);
#else
constexpr const char* kCompiler = "gcc " BUSBAR_TEXT(__GNUC__);
#endif

double now() {
  timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

class Subject {
 public:
  Subject(const std::string& path, std::uint32_t frames) : frames_(frames), file_(path) {
    if (const PlanError e = Engine::open(file_.bytes(), engine_)) fail(path + ": " + e.text);
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> sample(-0.1, 0.1);
    for (const DeviceChannels::Device& d : engine_->plan().devices()) {
      in_.emplace_back(d.inputs.size());
      out_.emplace_back(d.outputs.size());
      for (auto* side : {&in_.back(), &out_.back()})
        for (double*& channel : *side) {
          channel = samples_.emplace_back(std::make_unique<double[]>(frames)).get();
          if (side == &in_.back()) std::generate_n(channel, frames, [&] { return sample(random); });
        }
    }
    for (std::size_t i = 0; i < in_.size(); ++i) buffers_.push_back({in_[i], out_[i]});
  }

  void block() { engine_->run(buffers_, frames_); }
  const LoadedPlan& plan() { return engine_->plan(); }

 private:
  std::uint32_t frames_;
  PlanFile file_;
  std::unique_ptr<Engine> engine_;
  std::vector<std::unique_ptr<double[]>> samples_;
  std::vector<std::vector<double*>> in_, out_;
  std::vector<DeviceBuffers> buffers_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) fail("busbar_load PLAN FRAMES SECONDS [REPEATS]");
  const auto frames = static_cast<std::uint32_t>(std::atoi(argv[2]));
  const int repeats = argc > 4 ? std::atoi(argv[4]) : 1;
  Subject subject(argv[1], frames);
  const double rate = subject.plan().rate_hz();
  const auto blocks = static_cast<std::size_t>(std::max(1.0, std::atof(argv[3]) * rate / frames));
  double least = 1e9;
  for (int r = 0; r < repeats; ++r) {
    const double since = now();
    for (std::size_t i = 0; i < blocks; ++i) subject.block();
    least = std::min(least, now() - since);
  }
  // Block by block apart: reading the clock costs as much as a small block.
  std::vector<double> each(blocks);
  for (double& t : each) {
    const double since = now();
    subject.block();
    t = 1e6 * (now() - since);
  }
  std::sort(each.begin(), each.end());
  double mean = 0;
  for (const double t : each) mean += t / static_cast<double>(blocks);
  std::printf("{\"cpu\": %.6g, \"meanUs\": %.4g, \"p99Us\": %.4g, \"worstUs\": %.4g, \"blocks\": %zu, \"bytes\": %llu, \"path\": \"%s\", \"compiler\": \"%s\"}\n",
              least * rate / (static_cast<double>(blocks) * frames), mean, each[static_cast<std::size_t>(0.99 * static_cast<double>(blocks - 1))],
              each.back(), blocks * static_cast<std::size_t>(repeats + 1), static_cast<unsigned long long>(subject.plan().bytes()), simd().name, kCompiler);
}
