// What every kernel is. In: params of its parts, then blocks of samples. Out: blocks of samples.
// Invariants: whatever changes while running lives in the parts' states, which move between kernels by pointer
// (adopt); the kernel object holds what construction derived from params. Output must not depend on how the
// stream is cut into blocks: count frames, never blocks.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "generated/kernel_table.h"
#include "rt/state_block.h"

namespace busbar {

/// A table the plan carries: `rows` x `columns` doubles, row by row (FIR: channels x taps).
struct BlobView {
  std::uint32_t rows = 0;
  std::uint32_t columns = 0;
  const double* data = nullptr;
};

/// One step inside an op.
struct PartView {
  KernelId type{};
  std::uint64_t state_key = 0;
  std::uint64_t state_layout = 0;
  const double* params = nullptr;  ///< laid out as the params:: struct of `type`
  std::uint32_t read_first = 0, read_count = 0;    ///< range of the op's reads that this part uses
  std::uint32_t write_first = 0, write_count = 0;  ///< range of the op's writes that this part makes
};

/// What a kernel is made from. Views are valid during construction only: copy what must stay.
struct KernelSetup {
  double rate_hz = 48000;
  std::uint32_t max_frames = 0;  ///< no block is longer
  std::uint32_t reads = 0, writes = 0;
  std::span<const PartView> parts;
  std::span<const BlobView> blobs;

  /// The params of part `p` as their struct.
  template <class P>
  const P& params(std::size_t p = 0) const {
    return *reinterpret_cast<const P*>(parts[p].params);
  }
  /// The blob a param names, empty where it is -1.
  BlobView blob(double index) const {
    return index < 0 ? BlobView{} : blobs[static_cast<std::size_t>(index)];
  }
};

/// One call of `process`: `frames` samples per signal. `out[i]` may be `in[i]` where the op is in place.
struct Block {
  const double* const* in;
  double* const* out;
  std::uint32_t frames;
  std::uint64_t frame;  ///< absolute number of the first frame since the engine started
  double* const* scratch;  ///< as many as the kernel's `scratch()`, of `max_frames` each: all kernels share them, so they are near
};

class Kernel {
 public:
  virtual ~Kernel() = default;

  // --- Control thread -------------------------------------------------------------------------
  /// Memory that is there: scratch inside a kernel is not written before `process` runs.
  static void* operator new(std::size_t bytes);
  static void operator delete(void* memory) noexcept;
  /// Bytes that the states of all parts need.
  std::size_t measure_states();
  /// Makes the state of every part (calls `lay_out` twice each: to measure, then to place).
  void allocate_states();
  /// Bytes of the state of a part.
  std::size_t state_bytes(std::uint32_t part) const noexcept { return blocks_[part].bytes(); }
  /// Keeps the states from being paged out; false where that is not allowed.
  bool lock_states() noexcept;
  /// How many signals `process` keeps for itself while it runs, and no longer.
  virtual std::uint32_t scratch() const noexcept { return 0; }
  /// feedback_in learns which kernel owns its line. Called once, before the first block.
  virtual void connect(Kernel& /*owner*/) noexcept {}

  // --- Audio thread ---------------------------------------------------------------------------
  virtual void process(const Block& block) noexcept = 0;
  /// New live values for a part: glide there from wherever the state is now. `params` as in PartView.
  virtual void update(std::uint32_t /*part*/, const double* /*params*/) noexcept {}
  /// Back to silence, as after construction, live values kept at their targets.
  virtual void reset(std::uint32_t part) noexcept = 0;
  /// Takes over the state of a part of another kernel with equal state layout; the other gets ours.
  void adopt(std::uint32_t part, Kernel& other, std::uint32_t other_part) noexcept {
    blocks_[part].swap(other.blocks_[other_part]);
    states_moved();
    other.states_moved();
  }
  /// Readings for meters (peak, gain reduction): at most `count` values, returns how many it wrote. Resets what it read.
  virtual std::uint32_t read_out(std::uint32_t /*part*/, double* /*values*/, std::uint32_t /*count*/) noexcept { return 0; }

  /// The state object of a part, as `lay_out` returned it (feedback_in reaches its partner's line by this).
  void* raw_state(std::uint32_t part) noexcept { return blocks_[part].object(); }
  std::uint32_t part_count() const noexcept { return part_count_; }

 protected:
  explicit Kernel(const KernelSetup& setup) : part_count_(static_cast<std::uint32_t>(setup.parts.size())) {}

  /// Carves the state of a part out of `carver`, initialised as at the start of the stream; returns its first
  /// object. With a measuring carver `take` gives nullptr: carve the same pieces, write nothing.
  virtual void* lay_out(std::uint32_t part, Carver& carver) = 0;
  /// Some state is another than before: what was derived from it no longer holds. Audio thread.
  virtual void states_moved() noexcept {}

 private:
  std::uint32_t part_count_;
  std::vector<StateBlock> blocks_;
};

/// A kernel whose parts have states of type `State` (trivially destructible; arrays carved behind it).
template <class State>
class KernelOf : public Kernel {
 protected:
  using Kernel::Kernel;
  State& state(std::uint32_t part) noexcept { return *static_cast<State*>(raw_state(part)); }
};

/// Set-ups that arrive here keep the rules of their descriptor (kernels/check.h). What those cannot say the factory
/// checks itself, and gives nullptr: the plan is refused.
using KernelFactory = std::unique_ptr<Kernel> (*)(const KernelSetup&);

/// The factory of a kernel by its id in the plan; never null for ids below kKernelCount.
KernelFactory kernel_factory(KernelId id) noexcept;

/// Name and number of params by id, below kKernelCount.
const char* kernel_name(KernelId id) noexcept;
std::uint32_t kernel_param_count(KernelId id) noexcept;
/// Params of any type, at most.
#define BUSBAR_COUNT(name, Pascal, family, count) count,
inline constexpr std::uint32_t kMostParams = std::max({BUSBAR_KERNELS(BUSBAR_COUNT) 0});
#undef BUSBAR_COUNT
/// The id of a name, or kKernelCount.
std::uint32_t find_kernel(std::string_view name) noexcept;

}  // namespace busbar
