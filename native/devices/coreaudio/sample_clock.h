// Where the device stands, from the HAL's time stamps. In: the sample time of each cycle's first frame. Out: positions that only
// rise, and the frames that went by without us. Invariant: a sample time that begins anew, as after a change of the device,
// moves no position.
#pragma once

#include <cmath>
#include <cstdint>

namespace busbar::coreaudio {

class SampleClock {
 public:
  explicit SampleClock(double rate_hz) noexcept : most_(kMostSeconds * rate_hz) {}

  struct Step {
    std::uint64_t first = 0;    ///< number of the cycle's first frame
    std::uint64_t skipped = 0;  ///< frames between this cycle and the last
    bool breaks = false;        ///< it does not join the last one
  };

  Step follow(double sample_time, std::uint32_t frames) noexcept {
    Step step;
    const double jump = std::round(sample_time - expected_);
    if (began_ && jump != 0) {
      step.breaks = true;
      if (jump > 0 && jump <= most_) step.skipped = static_cast<std::uint64_t>(jump);
      next_ += step.skipped;
    }
    began_ = true;
    step.first = next_;
    next_ += frames;
    expected_ = sample_time + frames;
    return step;
  }

 private:
  static constexpr double kMostSeconds = 10;
  double most_;
  double expected_ = 0;
  std::uint64_t next_ = 0;
  bool began_ = false;
};

}  // namespace busbar::coreaudio
