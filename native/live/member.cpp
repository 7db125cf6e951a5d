#include "live/member.h"

namespace busbar {

Member::Member(std::uint32_t inputs, std::uint32_t outputs, std::uint32_t delay, double rate_hz)
    : channels_(std::size_t{inputs} + outputs, kMostExchanged),
      captured_(inputs, delay, kMostExchanged, rate_hz),
      to_play_(outputs, delay, kMostExchanged, rate_hz) {
  for (std::uint32_t c = 0; c < inputs; ++c) in_.push_back(channels_.channel(c));
  for (std::uint32_t c = 0; c < outputs; ++c) out_.push_back(channels_.channel(inputs + c));
}

void Member::exchange(const double* const* in, double* const* out, std::uint32_t frames, std::int64_t) noexcept {
  captured_.put(in, frames);
  to_play_.take(out, frames);
}

}  // namespace busbar
