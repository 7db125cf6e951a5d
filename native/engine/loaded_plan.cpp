#include "engine/loaded_plan.h"

#include <algorithm>
#include <unordered_map>

#include "generated/params.h"
#include "kernels/blend.h"
#include "kernels/check.h"
#include "rt/resident.h"

namespace busbar {

using namespace layout;

namespace {

/// Kernels keep the taps of a table in other forms beside it (spectra), a few times its size.
constexpr std::uint64_t kCopiesOfTables = 4;

/// What kernels and tables take beside states, about: a kernel with its lists, a part of one, a pointer of a term.
constexpr std::uint64_t kBytesOfOp = 256, kBytesOfPart = 384, kBytesOfOperand = 48;

std::vector<BlobView> blobs_of(const PlanView& plan) {
  std::vector<BlobView> blobs;
  for (const BlobRecord& b : plan.blobs()) blobs.push_back({b.rows, b.columns, plan.blob_data().data() + b.first});
  return blobs;
}

PlanError too_large() { return {PlanFault::large, "the plan needs more memory than the engine allows itself"}; }

/// Behind these nothing touches a sample any more; a ceiling would turn what is not a number into silence.
bool is_outlet(KernelId kernel) { return kernel == KernelId::device_write || kernel == KernelId::ceiling; }

/// Whether the state depends on the channels: that of what only weighs and adds does not.
bool has_width(KernelId type) { return type != KernelId::mix && !blend_of(type); }

}  // namespace

PlanError LoadedPlan::load(const PlanView& plan, const LoadOptions& options, std::unique_ptr<LoadedPlan>& out) {
  Share share{plan.domains(), 0, static_cast<std::uint32_t>(plan.ops().size())};
  std::unique_ptr<LoadedPlan> p(new LoadedPlan);
  p->quantum_ = plan.header().quantum;
  p->rate_hz_ = plan.header().rate_hz;
  if (options.domain != kNone) {
    if (options.domain >= plan.domains().size()) return {PlanFault::corrupt, "the plan has no such domain"};
    const DomainRecord& domain = plan.domains()[options.domain];
    share = {plan.domains().subspan(options.domain, 1), domain.first_op, domain.first_op + domain.op_count};
    p->rate_hz_ = domain.rate_hz;
  }
  if (PlanError e = p->make_kernels(plan, share, options)) return e;
  p->place_operands(plan, share);
  p->place_segments(plan, share);
  p->connect_feedback(plan, share);
  p->find_dead_slots(plan, share);
  if (options.living) {
    p->living_ = options.living;
    *p->living_ += p->bytes_;
  }
  out = std::move(p);
  return {};
}

LoadedPlan::~LoadedPlan() {
  if (living_) *living_ -= bytes_;
}

PlanError LoadedPlan::make_kernels(const PlanView& plan, const Share& share, const LoadOptions& options) {
  std::uint64_t slots = 0;
  for (const DomainRecord& d : share.domains) slots += d.slots;
  std::uint64_t bytes = ChannelArena::bytes(slots + DeviceChannels::count(plan.devices(), options.domain), quantum_);
  if (bytes > options.memory) return too_large();

  const std::vector<BlobView> blobs = blobs_of(plan);
  params_.assign(plan.params().begin(), plan.params().end());
  parts_.resize(plan.parts().size());
  ops_.reserve(share.end_op - share.first_op);
  kernels_.reserve(share.end_op - share.first_op);
  std::uint32_t scratch = 0;
  std::vector<PartView> views;
  for (std::uint32_t i = share.first_op; i < share.end_op; ++i) {
    const OpRecord& op = plan.ops()[i];
    const auto id = static_cast<KernelId>(op.kernel);
    views.clear();
    for (const PartRecord& r : plan.parts_of(op)) {
      const auto type = static_cast<KernelId>(r.type);
      double* params = params_.data() + r.first_param;
      if (options.live && type == KernelId::crossing) params[params::Crossing::kDelayAt] = 0;
      views.push_back({type, r.state_key, r.state_layout, params, r.first_read, r.read_count, r.first_write, r.write_count});
      bytes += kCopiesOfTables * table_bytes(type, params, blobs);
    }
    bytes += kBytesOfOp + std::uint64_t{op.part_count} * kBytesOfPart + (std::uint64_t{op.read_count} + op.write_count) * kBytesOfOperand;
    if (bytes > options.memory) return too_large();
    const KernelSetup setup{plan.domains()[op.domain].rate_hz, quantum_, op.read_count, op.write_count, views, blobs};
    std::string why;
    auto kernel = make_checked(id, setup, why);
    if (!kernel) return {PlanFault::corrupt, "op " + std::to_string(i) + ", " + why};
    bytes += kernel->measure_states();
    scratch = std::max(scratch, kernel->scratch());
    if (bytes + ChannelArena::bytes(scratch, quantum_) > options.memory) return too_large();
    kernel->allocate_states();
    for (std::uint32_t p = 0; p < op.part_count; ++p) {
      const PartRecord& r = plan.parts_of(op)[p];
      parts_[op.first_part + p] = {
          .kernel = kernel.get(),
          .index = p,
          .type = static_cast<KernelId>(r.type),
          .first_param = r.first_param,
          .state_layout = r.state_layout,
          .state_bytes = kernel->state_bytes(p),
          .reads = r.read_count,
          .first_write = r.first_write,
          .writes = r.write_count,
      };
    }
    ops_.push_back({kernel.get(), nullptr, nullptr, 0, 0, op.first_part, op.part_count, is_outlet(id)});
    kernels_.push_back(std::move(kernel));
  }
  bytes += ChannelArena::bytes(scratch, quantum_);
  scratch_ = ChannelArena(scratch, quantum_);
  scratch_at_ = scratch_.pointers();
  slots_ = ChannelArena(slots, quantum_);
  device_channels_ = DeviceChannels(plan.devices(), options.domain, quantum_);
  bytes_ = bytes;
  return {};
}

void LoadedPlan::place_operands(const PlanView& plan, const Share& share) {
  // Ops of devices have their buffers as further operands: as reads of device_read, as writes of device_write.
  const std::span<const Device> devices = device_channels_.devices();
  std::size_t slot_base = 0, next = 0;
  for (const DomainRecord& domain : share.domains) {
    for (const OpRecord& op : plan.ops().subspan(domain.first_op, domain.op_count)) {
      const std::size_t in = in_.size(), out = out_.size();
      for (const ReadRecord& r : plan.reads_of(op)) in_.push_back(slots_.channel(slot_base + r.slot));
      for (const WriteRecord& w : plan.writes_of(op)) out_.push_back(slots_.channel(slot_base + w.slot));
      for (const PartRecord& part : plan.parts_of(op)) {
        const double* params = params_.data() + part.first_param;
        if (part.type == static_cast<std::uint32_t>(KernelId::device_read)) {
          const auto& p = *reinterpret_cast<const params::DeviceRead*>(params);
          in_.push_back(devices[static_cast<std::size_t>(p.device)].inputs[static_cast<std::size_t>(p.channel)]);
        } else if (part.type == static_cast<std::uint32_t>(KernelId::device_write)) {
          const auto& p = *reinterpret_cast<const params::DeviceWrite*>(params);
          out_.push_back(devices[static_cast<std::size_t>(p.device)].outputs[static_cast<std::size_t>(p.channel)]);
        }
      }
      ops_[next].reads = static_cast<std::uint32_t>(in_.size() - in);
      ops_[next].writes = static_cast<std::uint32_t>(out_.size() - out);
      ++next;
    }
    slot_base += domain.slots;
  }
  in_.shrink_to_fit();
  out_.shrink_to_fit();
  // The tables have changed for the last time: now they stay where they are.
  const double* const* in = in_.data();
  double* const* out = out_.data();
  for (Op& op : ops_) {
    op.in = in;
    op.out = out;
    in += op.reads;
    out += op.writes;
    most_operands_ = std::max({most_operands_, op.reads, op.writes});
  }
}

void LoadedPlan::place_segments(const PlanView& plan, const Share& share) {
  std::uint32_t next = share.first_op;
  const auto segment = [&](std::uint32_t end, std::uint32_t frames) {
    if (end > next) segments_.push_back({next - share.first_op, end - next, frames});
    next = end;
  };
  for (const LoopRecord& loop : plan.loops()) {
    if (loop.first_op < share.first_op || loop.first_op >= share.end_op) continue;
    segment(loop.first_op, quantum_);
    segment(loop.first_op + loop.op_count, loop.frames);
  }
  segment(share.end_op, quantum_);
}

void LoadedPlan::connect_feedback(const PlanView& plan, const Share& share) {
  for (std::uint32_t i = share.first_op; i < share.end_op; ++i) {
    const OpRecord& op = plan.ops()[i];
    if (op.kernel != static_cast<std::uint32_t>(KernelId::feedback_in)) continue;
    const auto& p = *reinterpret_cast<const params::FeedbackIn*>(params_.data() + plan.parts_of(op)[0].first_param);
    // Both ends lie in one loop, and so in one domain.
    kernels_[i - share.first_op]->connect(*kernels_[static_cast<std::uint32_t>(p.op) - share.first_op]);
  }
}

void LoadedPlan::find_dead_slots(const PlanView& plan, const Share& share) {
  std::unordered_map<std::uint32_t, std::uint32_t> last_read;  // op, by signal
  for (std::uint32_t i = 0; i < plan.ops().size(); ++i)
    for (const ReadRecord& r : plan.reads_of(plan.ops()[i])) last_read[r.signal] = i;

  std::size_t slot_base = 0;
  for (const DomainRecord& domain : share.domains) {
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

std::string LoadedPlan::check(std::uint32_t part, const double* params) const {
  const Part& p = parts_[part];
  return check_live(p.type, params_.data() + p.first_param, params);
}

const char* LoadedPlan::check_adoption(std::uint32_t part, const LoadedPlan& from, std::uint32_t from_part) const noexcept {
  if (!from.has_part(from_part)) return "the plan before has no such part";
  if (!has_part(part)) return "the plan has no such part";
  const Part& to = parts_[part];
  const Part& other = from.parts_[from_part];
  if (to.type != other.type) return "the parts are of different types";
  // Bytes and widths are part of the layout; they are looked at so that a wrong hash reaches no memory.
  const bool wide = (to.reads != other.reads || to.writes != other.writes) && has_width(to.type);
  if (to.state_layout != other.state_layout || to.state_bytes != other.state_bytes || wide) return "the states have different forms";
  return nullptr;
}

void LoadedPlan::get(std::uint32_t part, double* params) const noexcept {
  const Part& p = parts_[part];
  std::copy_n(params_.data() + p.first_param, kernel_param_count(p.type), params);
}

void LoadedPlan::set(std::uint32_t part, const double* params) noexcept {
  const Part& p = parts_[part];
  expect(part, params);
  p.kernel->update(p.index, params_.data() + p.first_param);
}

void LoadedPlan::expect(std::uint32_t part, const double* params) noexcept {
  copy_live(parts_[part].type, params, params_.data() + parts_[part].first_param);
}

void LoadedPlan::start_at(std::uint32_t part, const double* params) noexcept {
  set(part, params);
  reset(part);
}

void LoadedPlan::adopt(std::uint32_t part, LoadedPlan& from, std::uint32_t from_part) noexcept {
  const Part& to = parts_[part];
  const Part& other = from.parts_[from_part];
  const double* params = params_.data() + to.first_param;
  to.kernel->adopt(to.index, *other.kernel, other.index);
  if (!equal_live(to.type, from.params_.data() + other.first_param, params)) to.kernel->update(to.index, params);
}

std::uint32_t LoadedPlan::read_out(std::uint32_t part, double* values, std::uint32_t count) noexcept {
  const Part& p = parts_[part];
  return p.kernel->read_out(p.index, values, count);
}

bool LoadedPlan::lock_in_memory() noexcept {
  const auto lock = [](std::span<const double> memory) { return lock_memory(memory.data(), memory.size_bytes()); };
  bool locked = lock(slots_.memory());
  locked = lock(scratch_.memory()) && locked;
  locked = lock(device_channels_.memory()) && locked;
  for (const auto& kernel : kernels_) locked = kernel->lock_states() && locked;
  return locked;
}

void LoadedPlan::reset() noexcept {
  for (const auto& kernel : kernels_)
    for (std::uint32_t p = 0; p < kernel->part_count(); ++p) kernel->reset(p);
  slots_.clear();
  device_channels_.clear();
}

}  // namespace busbar
