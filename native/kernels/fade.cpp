// fade: from old signals to new ones, once. Reads n old channels, then n new ones; where one side is silence it is not
// read at all. Writes n. Bit for bit the old ones for `after` frames, the new ones `length` frames later; between them a
// raised cosine whose two weights sum to 1. Frames count from the start of the stream, so the cut into blocks is no matter.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numbers>

#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

using Sides = params::Fade::Sides;

Sides sides_of(const params::Fade& p) noexcept { return static_cast<Sides>(static_cast<int>(p.sides)); }

struct FadeState {
  std::uint64_t frame;  ///< frames since the stream began
};

class FadeKernel final : public KernelOf<FadeState> {
 public:
  explicit FadeKernel(const KernelSetup& setup)
      : KernelOf(setup),
        channels_(setup.writes),
        after_(static_cast<std::uint64_t>(setup.params<params::Fade>().after)),
        length_(static_cast<std::uint64_t>(setup.params<params::Fade>().length)),
        has_old_(sides_of(setup.params<params::Fade>()) != Sides::kNew),
        has_new_(sides_of(setup.params<params::Fade>()) != Sides::kOld) {}

  void process(const Block& b) noexcept override {
    std::uint64_t& frame = state(0).frame;
    for (std::uint32_t done = 0; done < b.frames;) {
      const std::uint32_t left = b.frames - done;
      std::uint32_t n = left;
      if (frame < after_) {
        n = static_cast<std::uint32_t>(std::min<std::uint64_t>(left, after_ - frame));
        pass(b, has_old_, 0, done, n);
      } else if (frame < after_ + length_) {
        n = static_cast<std::uint32_t>(std::min<std::uint64_t>({left, kChunk, after_ + length_ - frame}));
        cross(b, frame - after_, done, n);
      } else {
        pass(b, has_new_, has_old_ ? channels_ : 0, done, n);
      }
      done += n;
      frame += n;
    }
  }

  void reset(std::uint32_t) noexcept override { state(0).frame = 0; }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override { return carver.take<FadeState>(1); }

 private:
  static constexpr std::uint32_t kChunk = 64;

  void pass(const Block& b, bool present, std::uint32_t first, std::uint32_t at, std::uint32_t frames) const noexcept {
    for (std::uint32_t c = 0; c < channels_; ++c) {
      double* out = b.out[c] + at;
      if (!present) std::fill_n(out, frames, 0.0);
      else if (out != b.in[first + c] + at) std::memcpy(out, b.in[first + c] + at, frames * sizeof(double));
    }
  }

  /// `into`: frames of the fade that are over.
  void cross(const Block& b, std::uint64_t into, std::uint32_t at, std::uint32_t frames) noexcept {
    const double step = std::numbers::pi / static_cast<double>(length_ + 1);
    for (std::uint32_t i = 0; i < frames; ++i) weights_[i] = (1 - std::cos(step * static_cast<double>(into + i + 1))) / 2;
    for (std::uint32_t c = 0; c < channels_; ++c) {
      const double* in = b.in[c] + at;
      double* out = b.out[c] + at;
      if (has_old_ && has_new_) {
        const double* to = b.in[channels_ + c] + at;
        for (std::uint32_t i = 0; i < frames; ++i) out[i] = in[i] + weights_[i] * (to[i] - in[i]);
      } else if (has_old_) {
        for (std::uint32_t i = 0; i < frames; ++i) out[i] = in[i] * (1 - weights_[i]);
      } else {
        for (std::uint32_t i = 0; i < frames; ++i) out[i] = in[i] * weights_[i];
      }
    }
  }

  std::uint32_t channels_;
  std::uint64_t after_, length_;
  bool has_old_, has_new_;
  std::array<double, kChunk> weights_;  ///< scratch: of the new side
};

}  // namespace

std::unique_ptr<Kernel> make_fade(const KernelSetup& setup) {
  const bool both = sides_of(setup.params<params::Fade>()) == Sides::kBoth;
  if (setup.writes == 0 || setup.reads != setup.writes * (both ? 2u : 1u)) return nullptr;
  return std::make_unique<FadeKernel>(setup);
}

}  // namespace busbar
