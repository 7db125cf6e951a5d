#include "engine/executor.h"

#include <algorithm>
#include <limits>

#include "rt/denormals.h"

namespace busbar {

namespace {

constexpr double kPoison = std::numeric_limits<double>::quiet_NaN();

bool all_finite(const double* samples, std::uint32_t frames) noexcept {
  // Nothing but NaN and infinity times 0 is not 0. Four sums, so that no addition waits for the one before.
  double sums[4] = {0, 0, 0, 0};
  std::uint32_t i = 0;
  for (; i + 4 <= frames; i += 4)
    for (std::uint32_t k = 0; k < 4; ++k) sums[k] += samples[i + k] * 0.0;
  for (; i < frames; ++i) sums[0] += samples[i] * 0.0;
  return sums[0] + sums[1] + sums[2] + sums[3] == 0;
}

}  // namespace

Executor::Executor(LoadedPlan& plan)
    : plan_(plan), in_(plan.most_operands()), out_(plan.most_operands()), bad_channels_(plan.most_operands()), bad_parts_(plan.part_count()) {}

bool Executor::run(std::uint32_t frames, std::uint64_t frame, Watch watch, bool poison) noexcept {
  const FlushDenormals flush;
  finite_ = true;
  if (watch == Watch::off) run_ops<Watch::off>(frames, frame, poison);
  else if (watch == Watch::outlets) run_ops<Watch::outlets>(frames, frame, poison);
  else run_ops<Watch::ops>(frames, frame, poison);
  if (watch == Watch::ops && !finite_) reset_bad();
  return finite_;
}

template <Watch W>
void Executor::run_ops(std::uint32_t frames, std::uint64_t frame, bool poison) noexcept {
  if (poison) run_segments<W, true>(frames, frame);
  else run_segments<W, false>(frames, frame);
}

template <Watch W, bool Poison>
void Executor::run_segments(std::uint32_t frames, std::uint64_t frame) noexcept {
  if constexpr (Poison) {
    ChannelArena& slots = plan_.slots();
    for (std::size_t s = 0; s < slots.channels(); ++s) std::fill_n(slots.channel(s), slots.frames(), kPoison);
  }
  for (const LoadedPlan::Segment& segment : plan_.segments())
    for (std::uint32_t done = 0; done < frames;) {
      const std::uint32_t n = std::min(frames - done, segment.frames);
      run_segment<W, Poison>(segment, done, n, frame + done);
      done += n;
    }
}

template <Watch W, bool Poison>
void Executor::run_segment(const LoadedPlan::Segment& segment, std::uint32_t offset, std::uint32_t frames,
                           std::uint64_t frame) noexcept {
  const LoadedPlan::Op* ops = plan_.ops().data();
  for (std::uint32_t i = segment.first_op; i < segment.first_op + segment.op_count; ++i) {
    const LoadedPlan::Op& op = ops[i];
    const double* const* in = op.in;
    double* const* out = op.out;
    if (offset != 0) {
      for (std::uint32_t r = 0; r < op.reads; ++r) in_[r] = op.in[r] + offset;
      for (std::uint32_t w = 0; w < op.writes; ++w) out_[w] = op.out[w] + offset;
      in = in_.data();
      out = out_.data();
    }
    if (W == Watch::outlets && op.outlet) process_outlet(op, {in, out, frames, frame, plan_.scratch()});
    else op.kernel->process({in, out, frames, frame, plan_.scratch()});
    if constexpr (W == Watch::ops) silence_bad(op, out, frames);
    if constexpr (Poison) poison_after(i, offset, frames);
  }
}

void Executor::poison_after(std::uint32_t op, std::uint32_t offset, std::uint32_t frames) noexcept {
  const LoadedPlan::DeadSlots& dead = plan_.dead_slots();
  for (std::uint32_t s = dead.after[op]; s < dead.after[op + 1]; ++s) std::fill_n(dead.slots[s] + offset, frames, kPoison);
}

/// Looks before the op runs: it may be in place, and may hide what is wrong.
void Executor::process_outlet(const LoadedPlan::Op& op, const Block& block) noexcept {
  for (std::uint32_t c = 0; c < op.reads; ++c) bad_channels_[c] = !all_finite(block.in[c], block.frames);
  op.kernel->process(block);
  for (std::uint32_t c = 0; c < op.reads; ++c) {
    if (!bad_channels_[c]) continue;
    finite_ = false;
    std::fill_n(block.out[c], block.frames, 0.0);
  }
}

/// Parts of a cascade share their outputs: all are looked at before any is silenced.
void Executor::silence_bad(const LoadedPlan::Op& op, double* const* out, std::uint32_t frames) noexcept {
  bool found = false;
  for (std::uint32_t part = op.first_part; part < op.first_part + op.part_count; ++part) {
    const auto outputs = plan_.outputs(part, out);
    if (std::ranges::all_of(outputs, [&](const double* channel) { return all_finite(channel, frames); })) continue;
    if (finite_) culprit_ = part;
    finite_ = false;
    bad_parts_[part] = found = true;
  }
  if (!found) return;
  for (std::uint32_t part = op.first_part; part < op.first_part + op.part_count; ++part)
    if (bad_parts_[part])
      for (double* channel : plan_.outputs(part, out)) std::fill_n(channel, frames, 0.0);
}

/// Between blocks only: within one the two ends of a loop stand at different frames.
void Executor::reset_bad() noexcept {
  for (std::uint32_t part = 0; part < bad_parts_.size(); ++part) {
    if (!bad_parts_[part]) continue;
    bad_parts_[part] = 0;
    plan_.reset(part);
  }
}

}  // namespace busbar
