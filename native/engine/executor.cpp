#include "engine/executor.h"

#include <algorithm>
#include <limits>

#include "rt/denormals.h"

namespace busbar {

namespace {

constexpr double kPoison = std::numeric_limits<double>::quiet_NaN();

}  // namespace

Executor::Executor(LoadedPlan& plan) : plan_(plan), in_(plan.most_operands()), out_(plan.most_operands()) {}

void Executor::run(std::uint32_t frames, std::uint64_t frame) noexcept {
  const FlushDenormals flush;
  if (poison) run_segments<true>(frames, frame);
  else run_segments<false>(frames, frame);
}

template <bool Poison>
void Executor::run_segments(std::uint32_t frames, std::uint64_t frame) noexcept {
  if constexpr (Poison) {
    ChannelArena& slots = plan_.slots();
    for (std::size_t s = 0; s < slots.channels(); ++s) std::fill_n(slots.channel(s), slots.frames(), kPoison);
  }
  for (const LoadedPlan::Segment& segment : plan_.segments())
    for (std::uint32_t done = 0; done < frames;) {
      const std::uint32_t n = std::min(frames - done, segment.frames);
      run_segment<Poison>(segment, done, n, frame + done);
      done += n;
    }
}

template <bool Poison>
void Executor::run_segment(const LoadedPlan::Segment& segment, std::uint32_t offset, std::uint32_t frames,
                           std::uint64_t frame) noexcept {
  const LoadedPlan::Op* ops = plan_.ops().data();
  for (std::uint32_t i = segment.first_op; i < segment.first_op + segment.op_count; ++i) {
    const LoadedPlan::Op& op = ops[i];
    if (offset == 0) {
      op.kernel->process({op.in, op.out, frames, frame});
    } else {
      for (std::uint32_t r = 0; r < op.reads; ++r) in_[r] = op.in[r] + offset;
      for (std::uint32_t w = 0; w < op.writes; ++w) out_[w] = op.out[w] + offset;
      op.kernel->process({in_.data(), out_.data(), frames, frame});
    }
    if constexpr (Poison) poison_after(i, offset, frames);
  }
}

void Executor::poison_after(std::uint32_t op, std::uint32_t offset, std::uint32_t frames) noexcept {
  const LoadedPlan::DeadSlots& dead = plan_.dead_slots();
  for (std::uint32_t s = dead.after[op]; s < dead.after[op + 1]; ++s) std::fill_n(dead.slots[s] + offset, frames, kPoison);
}

}  // namespace busbar
