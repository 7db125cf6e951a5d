#include "live/load_meter.h"

#include <algorithm>

namespace busbar {
namespace {

/// There is one writer: no read-modify-write is needed.
template <class T>
void raise(std::atomic<T>& sum, T by) noexcept {
  sum.store(sum.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
}

}  // namespace

void LoadMeter::add(std::int64_t took_ns, double period_ns) noexcept {
  const double share = static_cast<double>(took_ns) / period_ns;
  const auto bin = static_cast<std::size_t>(std::clamp(share * kBinsPerUnit, 0.0, static_cast<double>(kBins - 1)));
  raise<std::uint64_t>(bins_[bin], 1);
  raise(took_ns_, static_cast<double>(took_ns));
  raise(periods_ns_, period_ns);
  if (share > worst_.load(std::memory_order_relaxed)) worst_.store(share, std::memory_order_relaxed);
}

LoadMeter::Reading LoadMeter::take() noexcept {
  const double took = took_ns_.load(std::memory_order_relaxed), periods = periods_ns_.load(std::memory_order_relaxed);
  const double mean = periods > seen_periods_ns_ ? (took - seen_took_ns_) / (periods - seen_periods_ns_) : 0;
  seen_took_ns_ = took;
  seen_periods_ns_ = periods;

  std::uint64_t all = 0, below = 0;
  for (const auto& bin : bins_) all += bin.load(std::memory_order_relaxed);
  const double worst = worst_.load(std::memory_order_relaxed);
  std::size_t b = 0;
  for (; b < kBins - 1; ++b) {
    below += bins_[b].load(std::memory_order_relaxed);
    if (below * 100 >= all * 99) break;
  }
  // The upper end of the bin, which no cycle below the percentile exceeds; in the open bin the worst itself.
  const double p99 = all == 0 ? 0 : b == kBins - 1 ? worst : std::min(worst, static_cast<double>(b + 1) / kBinsPerUnit);
  return {mean, p99, worst};
}

}  // namespace busbar
