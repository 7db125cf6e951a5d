// fir: every channel through a finite impulse response, without latency. One row of taps serves every channel, n rows
// serve n. Several parts hear the same channels, each with taps and outputs of its own: spectra of what comes in are worked
// out once for all. The spectra of the taps belong to the kernel, the input history to the state of each part: its form
// depends on the channels and the number of taps, never on their values, nor on what else the op holds.
#include <algorithm>
#include <vector>

#include "dsp/convolver.h"
#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

/// Empty where neither `file` nor `taps` is given.
BlobView taps_of(const KernelSetup& setup, std::size_t part) {
  const auto& p = setup.params<params::Fir>(part);
  return setup.blob(p.file >= 0 ? p.file : p.taps);
}

/// The state: one stream per channel, an array of pointers.
class FirKernel final : public KernelOf<ConvolverStream*> {
 public:
  explicit FirKernel(const KernelSetup& setup) : KernelOf(setup), channels_(setup.reads) {
    std::uint32_t scratch = 0, longest = 0;
    for (std::uint32_t p = 0; p < setup.parts.size(); ++p) {
      const BlobView taps = taps_of(setup, p);
      const auto stagger = static_cast<std::uint32_t>(setup.parts[p].state_key & 0xffff);
      const Part& part = parts_.emplace_back(Part{Convolver(taps.data, taps.rows, taps.columns), taps.rows == 1, stagger, setup.parts[p].write_first});
      scratch = std::max(scratch, part.convolver.scratch());
      if (taps.columns > taps_of(setup, longest).columns) longest = p;
      order_.push_back(p);
    }
    std::swap(order_.front(), order_[longest]);
    scratch_.resize(scratch);
  }

  void process(const Block& b) noexcept override {
    const std::uint32_t leads = order_.front();
    for (std::uint32_t c = 0; c < channels_; ++c)
      for (const std::uint32_t p : order_) {
        const Part& part = parts_[p];
        // All transform when the first does, so that what it found is there, and each goes back in its own time.
        const Stagger stagger{parts_[leads].stagger + c, part.stagger + c};
        const StreamBeside beside = p == leads ? StreamBeside{} : StreamBeside{&parts_[leads].convolver, streams(leads)[c]};
        part.convolver.process(*streams(p)[c], part.shared ? 0 : c, b.in[c], b.out[part.write + c], b.frames, b.frame, stagger, beside,
                               scratch_.data());
      }
  }

  void reset(std::uint32_t p) noexcept override {
    for (std::uint32_t c = 0; c < channels_; ++c) parts_[p].convolver.clear(*streams(p)[c]);
  }

 protected:
  void* lay_out(std::uint32_t p, Carver& carver) override {
    auto** streams = carver.take<ConvolverStream*>(channels_);
    for (std::uint32_t c = 0; c < channels_; ++c) {
      ConvolverStream* stream = parts_[p].convolver.lay_out(carver);
      if (streams) streams[c] = stream;
    }
    return streams;
  }

 private:
  struct Part {
    Convolver convolver;
    bool shared;  ///< one row serves all
    std::uint32_t stagger, write;
  };

  ConvolverStream** streams(std::uint32_t p) noexcept { return &state(p); }

  std::uint32_t channels_;
  std::vector<Part> parts_;
  std::vector<std::uint32_t> order_;  ///< the longest leads: it has every spectrum that others may want
  std::vector<float> scratch_;
};

/// Every part reads all that the op reads, and makes as many channels, behind those of the part before.
bool is_side_by_side(const KernelSetup& setup) {
  std::uint32_t next = 0;
  for (std::size_t p = 0; p < setup.parts.size(); ++p) {
    const PartView& part = setup.parts[p];
    const BlobView taps = taps_of(setup, p);
    if (taps.rows != 1 && taps.rows != part.write_count) return false;
    if (part.read_first != 0 || part.read_count != setup.reads || part.write_first != next || part.write_count != setup.reads) return false;
    next += part.write_count;
  }
  return next == setup.writes;
}

}  // namespace

std::unique_ptr<Kernel> make_fir(const KernelSetup& setup) {
  return is_side_by_side(setup) ? std::make_unique<FirKernel>(setup) : nullptr;
}

}  // namespace busbar
