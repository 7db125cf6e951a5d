// pan: one channel in, two out. The position glides, not the factors, so that power stays constant on the way.
#include "dsp/pan_law.h"
#include "generated/params.h"
#include "kernels/factor.h"

namespace busbar {
namespace {

struct PanState {
  Ramp position;
};

double position_of(const double* params) noexcept { return reinterpret_cast<const params::Pan*>(params)->pan_percent / 100; }

class Pan final : public Blend {
 public:
  std::uint32_t outputs(std::uint32_t inputs) const noexcept override { return inputs == 1 ? 2 : 0; }
  void* lay_out(Carver& carver, const double* params) const override {
    auto* s = carver.take<PanState>(1);
    if (s) s->position.jump(position_of(params));
    return s;
  }
  void glide(void* state, const double* params, std::uint32_t frames) const noexcept override {
    of(state).glide(position_of(params), frames);
  }
  void finish(void* state) const noexcept override { of(state).jump(of(state).target()); }
  bool moving(const void* state) const noexcept override { return of(state).moving(); }
  void run(void* state, const double* const* in, std::uint32_t, double* const* out, std::uint32_t frames) const noexcept override {
    Ramp& position = of(state);
    std::uint32_t i = 0;
    for (; i < frames && position.moving(); ++i) {
      const StereoFactors f = pan_law(position.next());
      const double x = in[0][i];
      out[0][i] = x * f.left;
      out[1][i] = x * f.right;
    }
    const StereoFactors rest = pan_law(position.target());
    // The input may be the first output.
    weigh(in[0] + i, rest.right, out[1] + i, frames - i);
    weigh(in[0] + i, rest.left, out[0] + i, frames - i);
  }
  std::optional<double> weight(const void* state, std::uint32_t output) const noexcept override {
    const StereoFactors rest = pan_law(of(state).target());
    return output == 0 ? rest.left : rest.right;
  }

 private:
  static Ramp& of(void* state) noexcept { return static_cast<PanState*>(state)->position; }
  static const Ramp& of(const void* state) noexcept { return static_cast<const PanState*>(state)->position; }
};

}  // namespace

const Blend& blend_pan() noexcept {
  static constexpr Pan pan;
  return pan;
}

}  // namespace busbar
