// Plans of several clock domains, loaded whole and in part.
#include <cstring>

#include "engine/player.h"
#include "tests.h"

namespace busbar::test {
namespace {

constexpr std::uint32_t kFrames = 5000;

/// What a plan makes of the same inputs, device by device; loaded by the options.
DeviceChannels play(const PlanBytes& plan, const LoadOptions& options, const LoadedPlan& whole) {
  Player player(std::make_unique<Stage>(load(plan, options), std::vector<Adoption>{}, 0));
  DeviceChannels channels(whole.devices(), kFrames);
  feed(channels, kFrames, 1);
  player.run(channels.buffers(), kFrames);
  return channels;
}

bool same(const double* a, const double* b) { return std::memcmp(a, b, kFrames * sizeof(double)) == 0; }

bool silent(const double* channel) {
  for (std::uint32_t i = 0; i < kFrames; ++i)
    if (channel[i] != 0) return false;
  return true;
}

}  // namespace

bool domains(const PlanBytes& plan) {
  PlanView view;
  if (view.open(plan.bytes())) return false;
  const auto whole = load(plan, {});
  const DeviceChannels expected = play(plan, {}, *whole);
  const auto count = static_cast<std::uint32_t>(view.domains().size());
  bool right = expect(count > 1, "the plan has several domains");
  std::uint64_t bytes = 0;
  for (std::uint32_t domain = 0; domain < count; ++domain) {
    const auto part = load(plan, {.domain = domain});
    bytes += part->bytes();
    right &= expect(part->rate_hz() == view.domains()[domain].rate_hz, "a domain has its own rate");
    right &= expect(part->part_count() == whole->part_count(), "parts keep their index");
    const layout::DomainRecord& record = view.domains()[domain];
    for (std::uint32_t op = 0; op < view.ops().size(); ++op)
      for (std::uint32_t p = 0; p < view.ops()[op].part_count; ++p)
        right &= expect(part->has_part(view.ops()[op].first_part + p) == (op - record.first_op < record.op_count), "a domain has its own parts only");
    const DeviceChannels got = play(plan, {.domain = domain}, *whole);
    for (std::uint32_t d = 0; d < view.devices().size(); ++d)
      for (std::size_t c = 0; c < got.devices()[d].outputs.size(); ++c) {
        const double* channel = got.devices()[d].outputs[c];
        if (view.devices()[d].domain == domain) right &= expect(same(channel, expected.devices()[d].outputs[c]), "a domain plays what it plays in the whole plan");
        else right &= expect(silent(channel), "devices of other domains are silent");
      }
  }
  right &= expect(bytes == whole->bytes(), "domains together take what the whole plan takes");
  std::unique_ptr<LoadedPlan> none;
  right &= expect(static_cast<bool>(LoadedPlan::load(view, {.domain = count}, none)), "there is no further domain");
  std::printf("%u domains\n", count);
  return right;
}

bool crossing(const PlanBytes& plan) {
  const auto whole = load(plan, {});
  const DeviceChannels late = play(plan, {}, *whole);
  const DeviceChannels live = play(plan, {.live = true}, *whole);
  const double* in = live.devices().front().inputs[0];
  bool right = expect(!same(late.devices().back().outputs[0], in), "offline a crossing is its delay");
  right &= expect(same(live.devices().back().outputs[0], in), "live it passes its input through");
  return right;
}

}  // namespace busbar::test
