// Which channels of which streams are the slots of a runner. In: streams with their ranges of channels. Out: buffers by
// slot, for the player. Made on the control side, published as a whole, then the audio thread's alone.
// Invariant: a slot belongs to one stream; one without a stream reads silence and what it plays is dropped.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/device_channels.h"
#include "live/member.h"

namespace busbar {

/// One slot's channels within its stream, in order.
struct SlotRange {
  std::uint32_t slot = 0;
  std::uint32_t first_input = 0, inputs = 0;
  std::uint32_t first_output = 0, outputs = 0;
};

struct WiredMember {
  std::shared_ptr<Member> member;
  std::vector<SlotRange> slots;
};

class Wiring {
 public:
  Wiring(std::vector<SlotRange> driver, std::vector<WiredMember> members) : driver_(std::move(driver)), members_(std::move(members)) {
    for (const SlotRange& range : driver_) make_room(range);
    for (const WiredMember& m : members_)
      for (const SlotRange& range : m.slots) {
        make_room(range);
        place(range, m.member->inputs().data(), m.member->outputs().data());
      }
  }

  const std::vector<SlotRange>& driver() const noexcept { return driver_; }
  const std::vector<WiredMember>& members() const noexcept { return members_; }

  /// Audio thread: the buffers by slot while the driver's channels lie at `in` and `out`.
  const std::vector<DeviceBuffers>& aim(const double* const* in, double* const* out) noexcept {
    for (const SlotRange& range : driver_) place(range, in, out);
    return slots_;
  }

 private:
  void make_room(const SlotRange& range) {
    if (slots_.size() <= range.slot) slots_.resize(range.slot + 1);
  }
  void place(const SlotRange& range, const double* const* in, double* const* out) noexcept {
    slots_[range.slot] = {{in + range.first_input, range.inputs}, {out + range.first_output, range.outputs}};
  }

  std::vector<SlotRange> driver_;
  std::vector<WiredMember> members_;
  std::vector<DeviceBuffers> slots_;
};

}  // namespace busbar
