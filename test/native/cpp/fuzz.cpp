// busbar_fuzz SECONDS SEED PLAN…: mutates plans and runs what the engine accepts, for so long. Prints what it did.
// A finding ends the process through a sanitizer; the mutant that did it is in the file FINDING (environment), if set.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "mutate.h"
#include "run_plan.h"

namespace {

using busbar::fuzz::Bytes;

Bytes read_file(const char* path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::fprintf(stderr, "cannot read %s\n", path);
    std::exit(2);
  }
  const std::vector<char> text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

void keep(const char* path, const Bytes& bytes) {
  std::ofstream(path, std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "busbar_fuzz SECONDS SEED PLAN...\n");
    return 2;
  }
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration<double>(std::atof(argv[1]));
  busbar::fuzz::Random random(std::strtoull(argv[2], nullptr, 10));
  std::vector<Bytes> plans;
  for (int i = 3; i < argc; ++i) {
    plans.push_back(read_file(argv[i]));
    if (!busbar::fuzz::run_plan(plans.back(), 1)) {
      std::fprintf(stderr, "%s is not accepted\n", argv[i]);
      return 1;
    }
  }
  const char* finding = std::getenv("FINDING");
  std::uint64_t executions = 0, accepted = 0;
  while (Clock::now() < end) {
    Bytes mutant = plans[random() % plans.size()];
    busbar::fuzz::mutate(mutant, random);
    if (finding) keep(finding, mutant);
    ++executions;
    accepted += busbar::fuzz::run_plan(mutant, random());
  }
  std::printf("%llu executions, %llu accepted and run\n", static_cast<unsigned long long>(executions), static_cast<unsigned long long>(accepted));
}
