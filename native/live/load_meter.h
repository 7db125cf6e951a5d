// How much of its time a thread needs: the length of each cycle as a share of the time that its frames last.
// In: stamps around a cycle. Out: mean since the last look, worst and 99th percentile since the start.
// Invariant: one thread adds, another may look at any time; neither waits.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace busbar {

class LoadMeter {
 public:
  // --- Audio thread -------------------------------------------------------------------------------
  void add(std::int64_t took_ns, double period_ns) noexcept;

  // --- Control thread -----------------------------------------------------------------------------
  struct Reading {
    double mean, p99, worst;
  };
  Reading take() noexcept;

 private:
  /// Shares up to 2 in steps of half a per cent; the last bin holds all above.
  static constexpr std::size_t kBins = 401;
  static constexpr double kBinsPerUnit = 200;

  std::array<std::atomic<std::uint64_t>, kBins> bins_{};
  std::atomic<double> worst_{0};
  std::atomic<double> took_ns_{0}, periods_ns_{0};  ///< sums since the start
  double seen_took_ns_ = 0, seen_periods_ns_ = 0;
};

}  // namespace busbar
