#include "engine/loaded_plan.h"

#include <algorithm>
#include <unordered_map>

#include "generated/params.h"
#include "kernels/check.h"

namespace busbar {

using namespace layout;

namespace {

/// Kernels keep the taps of a table in other forms beside it (spectra), a few times its size.
constexpr std::uint64_t kCopiesOfTables = 4;

std::vector<BlobView> blobs_of(const PlanView& plan) {
  std::vector<BlobView> blobs;
  for (const BlobRecord& b : plan.blobs()) blobs.push_back({b.rows, b.columns, plan.blob_data().data() + b.first});
  return blobs;
}

PlanError too_large() { return {PlanFault::large, "the plan needs more memory than the engine allows itself"}; }

}  // namespace

PlanError LoadedPlan::load(const PlanView& plan, std::uint64_t memory, std::unique_ptr<LoadedPlan>& out) {
  std::unique_ptr<LoadedPlan> p(new LoadedPlan);
  p->quantum_ = plan.header().quantum;
  p->rate_hz_ = plan.header().rate_hz;
  if (PlanError e = p->make_kernels(plan, memory)) return e;
  p->place_devices(plan);
  p->place_operands(plan);
  p->place_segments(plan);
  p->connect_feedback(plan);
  p->find_dead_slots(plan);
  out = std::move(p);
  return {};
}

PlanError LoadedPlan::make_kernels(const PlanView& plan, std::uint64_t memory) {
  std::uint64_t slots = 0, channels = 0;
  for (const DomainRecord& d : plan.domains()) slots += d.slots;
  for (const DeviceRecord& d : plan.devices()) channels += std::uint64_t{d.inputs} + d.outputs;
  std::uint64_t bytes = ChannelArena::bytes(slots + channels, quantum_);
  if (bytes > memory) return too_large();

  const std::vector<BlobView> blobs = blobs_of(plan);
  params_.assign(plan.params().begin(), plan.params().end());
  std::vector<PartView> views;
  for (std::uint32_t i = 0; i < plan.ops().size(); ++i) {
    const OpRecord& op = plan.ops()[i];
    views.clear();
    for (const PartRecord& r : plan.parts_of(op)) {
      const auto type = static_cast<KernelId>(r.type);
      const double* params = params_.data() + r.first_param;
      parts_.push_back({i, static_cast<std::uint32_t>(views.size()), type, r.first_param});
      views.push_back({type, r.state_key, r.state_layout, params, r.first_read, r.read_count, r.first_write, r.write_count});
      bytes += kCopiesOfTables * table_bytes(type, params, blobs);
    }
    // A kernel may keep a block of scratch per operand.
    bytes += (std::uint64_t{op.read_count} + op.write_count + 1) * quantum_ * sizeof(double);
    if (bytes > memory) return too_large();
    const KernelSetup setup{plan.domains()[op.domain].rate_hz, quantum_, op.read_count, op.write_count, views, blobs};
    std::string why;
    auto kernel = make_checked(static_cast<KernelId>(op.kernel), setup, why);
    if (!kernel) return {PlanFault::corrupt, "op " + std::to_string(i) + ", " + why};
    bytes += kernel->measure_states();
    if (bytes > memory) return too_large();
    kernel->allocate_states();
    kernels_.push_back(std::move(kernel));
  }
  slots_ = ChannelArena(slots, quantum_);
  device_channels_ = ChannelArena(channels, quantum_);
  return {};
}

void LoadedPlan::place_devices(const PlanView& plan) {
  std::size_t channel = 0;
  for (const DeviceRecord& d : plan.devices()) {
    Device& device = devices_.emplace_back();
    for (std::uint32_t c = 0; c < d.inputs; ++c) device.inputs.push_back(device_channels_.channel(channel++));
    for (std::uint32_t c = 0; c < d.outputs; ++c) device.outputs.push_back(device_channels_.channel(channel++));
  }
}

void LoadedPlan::place_operands(const PlanView& plan) {
  // Ops of devices have their buffers as further operands: as reads of device_read, as writes of device_write.
  std::vector<std::uint32_t> counts;  // reads, writes; op by op
  std::size_t slot_base = 0, next = 0;
  for (const DomainRecord& domain : plan.domains()) {
    for (; next < std::size_t{domain.first_op} + domain.op_count; ++next) {
      const OpRecord& op = plan.ops()[next];
      const std::size_t in = in_.size(), out = out_.size();
      for (const ReadRecord& r : plan.reads_of(op)) in_.push_back(slots_.channel(slot_base + r.slot));
      for (const WriteRecord& w : plan.writes_of(op)) out_.push_back(slots_.channel(slot_base + w.slot));
      for (const PartRecord& part : plan.parts_of(op)) {
        const double* params = params_.data() + part.first_param;
        if (part.type == static_cast<std::uint32_t>(KernelId::device_read)) {
          const auto& p = *reinterpret_cast<const params::DeviceRead*>(params);
          in_.push_back(devices_[static_cast<std::size_t>(p.device)].inputs[static_cast<std::size_t>(p.channel)]);
        } else if (part.type == static_cast<std::uint32_t>(KernelId::device_write)) {
          const auto& p = *reinterpret_cast<const params::DeviceWrite*>(params);
          out_.push_back(devices_[static_cast<std::size_t>(p.device)].outputs[static_cast<std::size_t>(p.channel)]);
        }
      }
      counts.push_back(static_cast<std::uint32_t>(in_.size() - in));
      counts.push_back(static_cast<std::uint32_t>(out_.size() - out));
    }
    slot_base += domain.slots;
  }
  const double* const* in = in_.data();
  double* const* out = out_.data();
  for (std::size_t i = 0; i < kernels_.size(); ++i) {
    const std::uint32_t reads = counts[2 * i], writes = counts[2 * i + 1];
    ops_.push_back({kernels_[i].get(), in, out, reads, writes});
    in += reads;
    out += writes;
    most_operands_ = std::max({most_operands_, reads, writes});
  }
}

void LoadedPlan::place_segments(const PlanView& plan) {
  std::uint32_t next = 0;
  const auto straight = [&](std::uint32_t end) {
    if (end > next) segments_.push_back({next, end - next, quantum_});
    next = end;
  };
  for (const LoopRecord& loop : plan.loops()) {
    straight(loop.first_op);
    segments_.push_back({loop.first_op, loop.op_count, loop.frames});
    next = loop.first_op + loop.op_count;
  }
  straight(static_cast<std::uint32_t>(plan.ops().size()));
}

void LoadedPlan::connect_feedback(const PlanView& plan) {
  for (std::size_t i = 0; i < plan.ops().size(); ++i) {
    const OpRecord& op = plan.ops()[i];
    if (op.kernel != static_cast<std::uint32_t>(KernelId::feedback_in)) continue;
    const auto& p = *reinterpret_cast<const params::FeedbackIn*>(params_.data() + plan.parts_of(op)[0].first_param);
    kernels_[i]->connect(*kernels_[static_cast<std::size_t>(p.op)]);
  }
}

void LoadedPlan::find_dead_slots(const PlanView& plan) {
  std::unordered_map<std::uint32_t, std::uint32_t> last_read;  // op, by signal
  for (std::uint32_t i = 0; i < plan.ops().size(); ++i)
    for (const ReadRecord& r : plan.reads_of(plan.ops()[i])) last_read[r.signal] = i;

  std::size_t slot_base = 0;
  for (const DomainRecord& domain : plan.domains()) {
    // A slot is looked at where something was read from it or written to it; what it holds then decides.
    std::vector<std::uint32_t> holds(domain.slots, kNone);
    for (std::uint32_t i = domain.first_op; i < domain.first_op + domain.op_count; ++i) {
      const OpRecord& op = plan.ops()[i];
      dead_.after.push_back(static_cast<std::uint32_t>(dead_.slots.size()));
      for (const WriteRecord& w : plan.writes_of(op)) holds[w.slot] = w.signal;
      const auto look = [&](std::uint32_t slot) {
        const auto read = last_read.find(holds[slot]);
        if (read == last_read.end() || read->second <= i) dead_.slots.push_back(slots_.channel(slot_base + slot));
      };
      for (const ReadRecord& r : plan.reads_of(op)) look(r.slot);
      for (const WriteRecord& w : plan.writes_of(op)) look(w.slot);
    }
    slot_base += domain.slots;
  }
  dead_.after.push_back(static_cast<std::uint32_t>(dead_.slots.size()));
}

void LoadedPlan::get(std::uint32_t part, double* params) const noexcept {
  const Part& p = parts_[part];
  std::copy_n(params_.data() + p.first_param, kernel_param_count(p.type), params);
}

std::string LoadedPlan::set(std::uint32_t part, const double* params) {
  const Part& p = parts_[part];
  double* now = params_.data() + p.first_param;
  if (std::string why = check_live(p.type, now, params); !why.empty()) return why;
  std::copy_n(params, kernel_param_count(p.type), now);
  kernels_[p.op]->update(p.index, now);
  return {};
}

std::uint32_t LoadedPlan::read_out(std::uint32_t part, double* values, std::uint32_t count) noexcept {
  const Part& p = parts_[part];
  return kernels_[p.op]->read_out(p.index, values, count);
}

void LoadedPlan::reset() noexcept {
  for (const auto& kernel : kernels_)
    for (std::uint32_t p = 0; p < kernel->part_count(); ++p) kernel->reset(p);
  slots_.clear();
  device_channels_.clear();
}

}  // namespace busbar
