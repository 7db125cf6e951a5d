// Steps that weigh channels and add them up, and do nothing else: gain, mute, polarity, balance, pan, downmix. In: what the
// type makes of its params, which `native/kernels/<type>.cpp` defines as `blend_<type>` (factors: kernels/factor.h). Out:
// one kernel for all of them, and the same as parts of mixes. Weights glide on live changes.
#pragma once

#include <optional>

#include "kernels/kernel.h"

namespace busbar {

/// What a type does. One object serves all steps of it: what is theirs lies in their states, as `lay_out` made them.
class Blend {
 public:
  /// Channels that it makes of so many; 0 where it takes no such number.
  virtual std::uint32_t outputs(std::uint32_t inputs) const noexcept = 0;
  /// As `Kernel::lay_out`; the same whatever the channels, so that it fits wherever the step stands.
  virtual void* lay_out(Carver& carver, const double* params) const = 0;
  virtual void glide(void* state, const double* params, std::uint32_t frames) const noexcept = 0;
  /// At the end of its glide.
  virtual void finish(void* state) const noexcept = 0;
  virtual bool moving(const void* state) const noexcept = 0;
  /// `out[i]` may be `in[i]`.
  virtual void run(void* state, const double* const* in, std::uint32_t inputs, double* const* out, std::uint32_t frames) const noexcept = 0;
  /// At rest: what an output has of the input of its number, or of the only one. Nothing where it adds inputs up. A
  /// weight of 0 is silence, whatever the input holds.
  virtual std::optional<double> weight(const void* state, std::uint32_t output) const noexcept = 0;

 protected:
  ~Blend() = default;
};

/// What a type does; null for kernels that do more.
const Blend* blend_of(KernelId type) noexcept;

std::unique_ptr<Kernel> make_blend(const KernelSetup& setup);

}  // namespace busbar
