// balance: two channels, the side turned away from gets softer. At the centre samples pass bit for bit.
#include "dsp/pan_law.h"
#include "generated/params.h"
#include "kernels/factor.h"

namespace busbar {
namespace {

struct BalanceState {
  Ramp sides[2];
};

StereoFactors factors_of(const double* params) noexcept {
  return balance_law(reinterpret_cast<const params::Balance*>(params)->balance_percent / 100);
}

class Balance final : public Blend {
 public:
  std::uint32_t outputs(std::uint32_t inputs) const noexcept override { return inputs == 2 ? 2 : 0; }
  void* lay_out(Carver& carver, const double* params) const override {
    const StereoFactors start = factors_of(params);
    auto* s = carver.take<BalanceState>(1);
    if (s) {
      s->sides[0].jump(start.left);
      s->sides[1].jump(start.right);
    }
    return s;
  }
  void glide(void* state, const double* params, std::uint32_t frames) const noexcept override {
    const StereoFactors to = factors_of(params);
    of(state).sides[0].glide(to.left, frames);
    of(state).sides[1].glide(to.right, frames);
  }
  void finish(void* state) const noexcept override {
    for (Ramp& side : of(state).sides) side.jump(side.target());
  }
  bool moving(const void* state) const noexcept override { return of(state).sides[0].moving() || of(state).sides[1].moving(); }
  void run(void* state, const double* const* in, std::uint32_t, double* const* out, std::uint32_t frames) const noexcept override {
    for (std::uint32_t c = 0; c < 2; ++c) run_factor(of(state).sides[c], in + c, out + c, 1, frames);
  }
  std::optional<double> weight(const void* state, std::uint32_t output) const noexcept override {
    return of(state).sides[output].target();
  }

 private:
  static BalanceState& of(void* state) noexcept { return *static_cast<BalanceState*>(state); }
  static const BalanceState& of(const void* state) noexcept { return *static_cast<const BalanceState*>(state); }
};

}  // namespace

const Blend& blend_balance() noexcept {
  static constexpr Balance balance;
  return balance;
}

}  // namespace busbar
