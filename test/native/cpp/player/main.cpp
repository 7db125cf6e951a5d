// busbar_player queue ITEMS | swaps CHANGES SEED PLAN… | domains PLAN | crossing PLAN. Exit code 0: all as it must be.
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "tests.h"

namespace busbar::test {

PlanBytes::PlanBytes(const char* path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  words_.resize((text.size() + 7) / 8);
  std::memcpy(words_.data(), text.data(), text.size());
  size_ = text.size();
}

std::unique_ptr<LoadedPlan> load(const PlanBytes& plan, const LoadOptions& options) {
  PlanView view;
  std::unique_ptr<LoadedPlan> loaded;
  PlanError error = view.open(plan.bytes());
  if (!error) error = LoadedPlan::load(view, options, loaded);
  if (error) {
    std::fprintf(stderr, "%s\n", error.text.c_str());
    std::exit(2);
  }
  return loaded;
}

void feed(const DeviceChannels& channels, std::uint32_t frames, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> sample(-0.5, 0.5);
  for (const DeviceChannels::Device& device : channels.devices())
    for (double* channel : device.inputs)
      for (std::uint32_t i = 0; i < frames; ++i) channel[i] = sample(random);
}

}  // namespace busbar::test

int main(int argc, char** argv) {
  using namespace busbar::test;
  const std::string what = argc > 1 ? argv[1] : "";
  const auto number = [&](int i) { return std::strtoull(argv[i], nullptr, 10); };
  bool right = false;
  if (what == "queue" && argc == 3) {
    right = queue(number(2));
  } else if (what == "swaps" && argc > 4) {
    right = true;
    for (int i = 4; i < argc; ++i) right &= swaps(PlanBytes(argv[i]), number(2), number(3) + static_cast<unsigned>(i));
  } else if (what == "domains" && argc == 3) {
    right = domains(PlanBytes(argv[2]));
  } else if (what == "crossing" && argc == 3) {
    right = crossing(PlanBytes(argv[2]));
  } else {
    std::fputs("busbar_player queue ITEMS | swaps CHANGES SEED PLAN… | domains PLAN | crossing PLAN\n", stderr);
  }
  return right ? 0 : 1;
}
