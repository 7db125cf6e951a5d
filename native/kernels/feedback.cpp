// feedback_out and feedback_in: the two ends of one delay on a cycle. The line belongs to feedback_out, which plays
// what feedback_in put in `delay` frames earlier. Each end has its own place in the ring, and the ring has room for
// the delay twice, so either may run first within a block, which a loop keeps to `delay` frames at most. Its size
// hangs on nothing else: a line fits any plan with the same delay, whatever the quantum.
#include <algorithm>
#include <cstring>

#include "generated/params.h"
#include "kernels/kernel.h"

namespace busbar {
namespace {

struct Line {
  double* ring;  ///< channel by channel, `length` each
  std::uint32_t length;
  std::uint32_t channels;
  std::uint32_t read, write;
};

class FeedbackOut final : public KernelOf<Line> {
 public:
  explicit FeedbackOut(const KernelSetup& setup)
      : KernelOf(setup),
        channels_(setup.writes),
        delay_(static_cast<std::uint32_t>(setup.params<params::FeedbackOut>().delay)),
        length_(std::max(1u, 2 * delay_)) {}

  void process(const Block& b) noexcept override {
    Line& line = state(0);
    for (std::uint32_t done = 0; done < b.frames;) {
      const std::uint32_t n = std::min(b.frames - done, line.length - line.read);
      for (std::uint32_t c = 0; c < channels_; ++c)
        std::memcpy(b.out[c] + done, line.ring + std::size_t{c} * line.length + line.read, n * sizeof(double));
      done += n;
      line.read = line.read + n == line.length ? 0 : line.read + n;
    }
  }

  void reset(std::uint32_t) noexcept override {
    Line& line = state(0);
    std::fill_n(line.ring, std::size_t{channels_} * length_, 0.0);
    line.read = 0;
    line.write = delay_ % length_;
  }

 protected:
  void* lay_out(std::uint32_t, Carver& carver) override {
    auto* line = carver.take<Line>(1);
    auto* ring = carver.take<double>(std::size_t{channels_} * length_);
    if (line) *line = {ring, length_, channels_, 0, delay_ % length_};
    return line;
  }

 private:
  std::uint32_t channels_;
  std::uint32_t delay_;
  std::uint32_t length_;
};

class FeedbackIn final : public Kernel {
 public:
  explicit FeedbackIn(const KernelSetup& setup) : Kernel(setup), channels_(setup.reads) {}

  void connect(Kernel& owner) noexcept override { owner_ = &owner; }

  void process(const Block& b) noexcept override {
    if (!owner_) return;
    Line& line = *static_cast<Line*>(owner_->raw_state(0));
    const std::uint32_t channels = std::min(channels_, line.channels);
    for (std::uint32_t done = 0; done < b.frames;) {
      const std::uint32_t n = std::min(b.frames - done, line.length - line.write);
      for (std::uint32_t c = 0; c < channels; ++c)
        std::memcpy(line.ring + std::size_t{c} * line.length + line.write, b.in[c] + done, n * sizeof(double));
      done += n;
      line.write = line.write + n == line.length ? 0 : line.write + n;
    }
  }

  void reset(std::uint32_t) noexcept override {}

 protected:
  void* lay_out(std::uint32_t, Carver&) override { return nullptr; }

 private:
  std::uint32_t channels_;
  Kernel* owner_ = nullptr;
};

}  // namespace

std::unique_ptr<Kernel> make_feedback_out(const KernelSetup& setup) { return std::make_unique<FeedbackOut>(setup); }
std::unique_ptr<Kernel> make_feedback_in(const KernelSetup& setup) { return std::make_unique<FeedbackIn>(setup); }

}  // namespace busbar
