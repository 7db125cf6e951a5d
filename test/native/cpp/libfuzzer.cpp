// The same mutations guided by coverage: busbar_libfuzzer DIR_OF_PLANS (clang; see libFuzzer's own options).
#include <algorithm>
#include <cstring>

#include "mutate.h"
#include "run_plan.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Rejected inputs stay out of the corpus, so that it does not fill with what is no plan.
  return busbar::fuzz::run_plan(std::as_bytes(std::span(data, size)), size) ? 0 : -1;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most, unsigned int seed) {
  const auto bytes = std::as_bytes(std::span(data, size));
  busbar::fuzz::Bytes plan(bytes.begin(), bytes.end());
  busbar::fuzz::Random random(seed);
  busbar::fuzz::mutate(plan, random);
  const std::size_t length = std::min(plan.size(), most);
  std::memcpy(data, plan.data(), length);
  return length;
}
