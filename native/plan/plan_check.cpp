#include "plan/plan_check.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "generated/kernel_rules.h"
#include "generated/params.h"
#include "kernels/check.h"

namespace busbar {
namespace {

using namespace layout;

PlanError corrupt(std::string text) { return {PlanFault::corrupt, std::move(text)}; }

PlanError in_op(std::size_t index, const OpRecord& op, const char* what) {
  return corrupt("op " + std::to_string(index) + " (" + kernel_name(static_cast<KernelId>(op.kernel)) + "): " + what);
}

bool is(const OpRecord& op, KernelId kernel) { return op.kernel == static_cast<std::uint32_t>(kernel); }

bool is_rate(double hz) { return hz >= kLowestRate && hz <= kHighestRate; }

/// A whole number in a param that must lie below `end`.
bool is_index(double value, std::size_t end) { return value >= 0 && value < static_cast<double>(end) && value == std::floor(value); }

bool all_finite(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

/// True when a range starts at `next` and stays within `size`; moves `next` to its end.
bool tiles(std::uint32_t first, std::uint32_t count, std::size_t size, std::uint64_t& next) {
  if (first != next) return false;
  next += count;
  return next <= size;
}

PlanError check_tables(const PlanView& plan) {
  const HeaderRecord& header = plan.header();
  if (!is_rate(header.rate_hz)) return corrupt("the plan's rate is out of range");
  if (header.quantum == 0 || header.quantum > kMostQuantum) return corrupt("the plan's quantum is out of range");
  if (!all_finite(plan.params())) return corrupt("a param is not finite");
  if (!all_finite(plan.blob_data())) return corrupt("a blob holds a number that is not finite");
  for (const BlobRecord& b : plan.blobs()) {
    const std::uint64_t length = std::uint64_t{b.rows} * b.columns;
    if (b.first > plan.blob_data().size() || length > plan.blob_data().size() - b.first) return corrupt("a blob reaches beyond its data");
  }
  for (const DeviceRecord& d : plan.devices()) {
    if (d.domain >= plan.domains().size()) return corrupt("a device names a domain that does not exist");
    if (!is_rate(d.rate_hz)) return corrupt("the rate of a device is out of range");
    if (d.inputs > kMostDeviceChannels || d.outputs > kMostDeviceChannels) return corrupt("a device has too many channels");
  }
  std::uint64_t op = 0, slots = 0;
  for (const DomainRecord& d : plan.domains()) {
    if (!tiles(d.first_op, d.op_count, plan.ops().size(), op)) return corrupt("domains do not divide the ops between them");
    if (!is_rate(d.rate_hz)) return corrupt("the rate of a domain is out of range");
    slots += d.slots;
    if (d.master != kNone && d.master >= plan.devices().size()) return corrupt("the master of a domain does not exist");
  }
  if (op != plan.ops().size()) return corrupt("an op belongs to no domain");
  if (slots > plan.writes().size()) return corrupt("there are more slots than anything writes");
  return {};
}

/// Every op's ranges, the ranges of its parts' params, and what has a number: kernels, types, domains, slots.
PlanError check_ops(const PlanView& plan) {
  std::uint64_t read = 0, write = 0, part = 0, param = 0;
  for (std::size_t i = 0; i < plan.ops().size(); ++i) {
    const OpRecord& op = plan.ops()[i];
    if (op.kernel >= kKernelCount) return corrupt("op " + std::to_string(i) + " names a kernel that does not exist");
    if (op.domain >= plan.domains().size()) return in_op(i, op, "its domain does not exist");
    const DomainRecord& domain = plan.domains()[op.domain];
    if (i < domain.first_op || i - domain.first_op >= domain.op_count) return in_op(i, op, "it lies in another domain than it says");
    if (!tiles(op.first_read, op.read_count, plan.reads().size(), read)) return in_op(i, op, "its reads are out of place");
    if (!tiles(op.first_write, op.write_count, plan.writes().size(), write)) return in_op(i, op, "its writes are out of place");
    if (!tiles(op.first_part, op.part_count, plan.parts().size(), part)) return in_op(i, op, "its parts are out of place");
    for (const ReadRecord& r : plan.reads_of(op))
      if (r.slot >= domain.slots) return in_op(i, op, "it reads a slot that does not exist");
    for (const WriteRecord& w : plan.writes_of(op))
      if (w.slot >= domain.slots) return in_op(i, op, "it writes a slot that does not exist");
    for (const PartRecord& p : plan.parts_of(op)) {
      if (p.type >= kKernelCount) return in_op(i, op, "a part has a type that does not exist");
      if (p.param_count != kernel_param_count(static_cast<KernelId>(p.type))) return in_op(i, op, "a part has another number of params");
      if (!tiles(p.first_param, p.param_count, plan.params().size(), param)) return in_op(i, op, "the params of a part are out of place");
    }
  }
  return {};
}

/// No two writes into one slot, and no write over a read, save write i over read i of an op in place.
PlanError check_slots(const PlanView& plan) {
  std::vector<std::uint32_t> read_by, read_at, written_by;
  for (const DomainRecord& domain : plan.domains()) {
    read_by.assign(domain.slots, kNone);
    read_at.assign(domain.slots, kNone);
    written_by.assign(domain.slots, kNone);
    for (std::uint32_t i = domain.first_op; i < domain.first_op + domain.op_count; ++i) {
      const OpRecord& op = plan.ops()[i];
      if (op.in_place != 0 && !rules::kKernels[op.kernel].in_place) return in_op(i, op, "it cannot run in place");
      const auto reads = plan.reads_of(op);
      for (std::uint32_t r = 0; r < reads.size(); ++r) {
        const std::uint32_t slot = reads[r].slot;
        read_at[slot] = read_by[slot] == i ? kNone : r;  // a slot that is read twice cannot be written over
        read_by[slot] = i;
      }
      const auto writes = plan.writes_of(op);
      for (std::uint32_t w = 0; w < writes.size(); ++w) {
        const std::uint32_t slot = writes[w].slot;
        if (written_by[slot] == i) return in_op(i, op, "it writes a slot twice");
        written_by[slot] = i;
        if (read_by[slot] == i && (op.in_place == 0 || read_at[slot] != w)) return in_op(i, op, "it writes over what it reads");
      }
    }
  }
  return {};
}

PlanError check_loops(const PlanView& plan) {
  std::uint64_t next = 0;
  for (const LoopRecord& loop : plan.loops()) {
    const std::uint64_t end = std::uint64_t{loop.first_op} + loop.op_count;
    if (loop.op_count == 0 || loop.frames == 0) return corrupt("a loop is empty");
    if (loop.first_op < next || end > plan.ops().size()) return corrupt("loops are out of order or overlap");
    if (plan.ops()[loop.first_op].domain != plan.ops()[end - 1].domain) return corrupt("a loop spans two domains");
    next = end;
  }
  return {};
}

const LoopRecord* loop_of(const PlanView& plan, std::uint32_t op) {
  const auto loops = plan.loops();
  const auto after = std::upper_bound(loops.begin(), loops.end(), op,
                                      [](std::uint32_t o, const LoopRecord& loop) { return o < loop.first_op; });
  if (after == loops.begin()) return nullptr;
  const LoopRecord& loop = *(after - 1);
  return op - loop.first_op < loop.op_count ? &loop : nullptr;
}

/// Both ends of a fed-back delay in one loop that runs no longer than the delay, one end each.
PlanError check_feedback(const PlanView& plan) {
  std::vector<bool> owned(plan.ops().size());
  for (std::uint32_t i = 0; i < plan.ops().size(); ++i) {
    const OpRecord& op = plan.ops()[i];
    if (!is(op, KernelId::feedback_in) || op.part_count != 1) continue;
    const double index = plan.params()[plan.parts()[op.first_part].first_param + params::FeedbackIn::kOpAt];
    if (!is_index(index, plan.ops().size()))
      return in_op(i, op, "its other end does not exist");
    const auto at = static_cast<std::uint32_t>(index);
    const OpRecord& out = plan.ops()[at];
    if (!is(out, KernelId::feedback_out) || out.part_count != 1 || out.write_count != op.read_count || owned[at])
      return in_op(i, op, "its other end does not fit");
    owned[at] = true;
    const double delay = plan.params()[plan.parts()[out.first_part].first_param + params::FeedbackOut::kDelayAt];
    const LoopRecord* loop = loop_of(plan, i);
    if (!loop || loop != loop_of(plan, at) || !(loop->frames <= delay)) return in_op(i, op, "its loop is not shorter than its delay");
  }
  return {};
}

/// What ops say about devices: that they exist in the domain of the op, and have the channel.
PlanError check_devices(const PlanView& plan) {
  const auto devices = plan.devices();
  for (std::size_t i = 0; i < plan.ops().size(); ++i) {
    const OpRecord& op = plan.ops()[i];
    const auto find = [&](double index) -> const DeviceRecord* {
      if (!is_index(index, devices.size())) return nullptr;
      const DeviceRecord& device = devices[static_cast<std::size_t>(index)];
      return device.domain == op.domain ? &device : nullptr;
    };
    for (const PartRecord& part : plan.parts_of(op)) {
      const double* values = plan.params().data() + part.first_param;
      bool known = true;
      if (part.type == static_cast<std::uint32_t>(KernelId::device_read)) {
        const auto& p = *reinterpret_cast<const params::DeviceRead*>(values);
        const DeviceRecord* device = find(p.device);
        known = device && is_index(p.channel, device->inputs);
      } else if (part.type == static_cast<std::uint32_t>(KernelId::device_write)) {
        const auto& p = *reinterpret_cast<const params::DeviceWrite*>(values);
        const DeviceRecord* device = find(p.device);
        known = device && is_index(p.channel, device->outputs);
      } else if (part.type == static_cast<std::uint32_t>(KernelId::crossing)) {
        known = find(reinterpret_cast<const params::Crossing*>(values)->member);
      }
      if (!known) return in_op(i, op, "it names a device or a channel that does not exist in its domain");
    }
  }
  return {};
}

}  // namespace

PlanError check_plan(const PlanView& plan) {
  for (const auto check : {check_tables, check_ops, check_slots, check_devices, check_loops, check_feedback})
    if (PlanError e = check(plan)) return e;
  return {};
}

}  // namespace busbar
