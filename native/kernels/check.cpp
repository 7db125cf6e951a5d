#include "kernels/check.h"

#include <algorithm>
#include <cmath>

#include "generated/kernel_rules.h"

namespace busbar {
namespace {

using rules::Family;
using rules::KernelRule;
using rules::ParamKind;
using rules::ParamRule;
using rules::PortKind;
using rules::PortRule;

const KernelRule& rule_of(KernelId id) { return rules::kKernels[static_cast<std::uint32_t>(id)]; }

bool within(double value, const ParamRule& rule) { return value >= rule.min && value <= rule.max; }

bool is_table(const ParamRule& rule) { return rule.kind == ParamKind::list || rule.kind == ParamKind::table; }

std::string check_number(const ParamRule& rule, double value) {
  if (rule.optional && value == 0) return {};
  if (!within(value, rule)) return std::string(rule.name) + " is out of range";
  if (rule.kind == ParamKind::whole && value != std::floor(value)) return std::string(rule.name) + " is not whole";
  return {};
}

std::string check_blob(const ParamRule& rule, double value, std::span<const BlobView> blobs) {
  if (rule.optional && value == -1) return {};
  if (!(value >= 0 && value < static_cast<double>(blobs.size())) || value != std::floor(value))
    return std::string(rule.name) + " names no blob";
  const BlobView& blob = blobs[static_cast<std::size_t>(value)];
  if (blob.rows == 0 || blob.columns == 0) return std::string(rule.name) + " names an empty blob";
  if (rule.kind == ParamKind::table) return {};
  if (blob.rows != 1 || blob.columns < rule.least || blob.columns > rule.most)
    return std::string(rule.name) + " has another length than it may";
  if (!std::all_of(blob.data, blob.data + blob.columns, [&](double v) { return within(v, rule); }))
    return std::string(rule.name) + " holds a number out of range";
  return {};
}

/// Channels of ports: a sum of knowns, plus variable 0 so many times, plus what another variable may add.
struct Width {
  std::uint64_t known = 0;
  std::uint64_t first = 0;  ///< times that variable 0 counts
  const PortRule* rest = nullptr;
};

Width width_of(std::span<const PortRule> ports, const PartView& part, std::span<const BlobView> blobs) {
  Width w;
  for (const PortRule& port : ports) {
    if (port.optional || (port.kind == PortKind::any && port.value != 0)) {
      w.rest = &port;
      continue;
    }
    if (port.kind == PortKind::fixed) w.known += port.value;
    else if (port.kind == PortKind::any) ++w.first;
    else {
      const double index = part.params[port.value];
      const BlobView blob = index < 0 ? BlobView{} : blobs[static_cast<std::size_t>(index)];
      w.known += port.kind == PortKind::rows ? blob.rows : blob.columns;
    }
  }
  return w;
}

/// What a side-chain may be: absent where it is optional, else as its rule says.
bool rest_fits(const PortRule* port, std::uint64_t rest, std::uint64_t n) {
  if (!port) return rest == 0;
  if (rest == 0) return port->optional;
  if (port->kind == PortKind::fixed) return rest == port->value;
  return port->value != 0 || rest == n;
}

/// True when `count` channels are `width` with n for variable 0; `n` is found when it is still 0.
bool fits(const Width& width, std::uint64_t count, std::uint64_t& n) {
  if (count < width.known) return false;
  if (n == 0 && width.first != 0 && !width.rest) {
    n = (count - width.known) / width.first;
    if (n == 0) return false;
  }
  const std::uint64_t needed = width.known + width.first * n;
  return count >= needed && rest_fits(width.rest, count - needed, n);
}

std::string check_widths(const KernelRule& rule, const PartView& part, std::span<const BlobView> blobs) {
  std::uint64_t n = 0;
  if (rule.outputs_known && !fits(width_of(rule.outputs, part, blobs), part.write_count, n)) return "writes another number of channels than it may";
  if (!rule.outputs_known && rule.inputs_known && part.write_count == 0) return "writes nothing";
  if (rule.inputs_known && !fits(width_of(rule.inputs, part, blobs), part.read_count, n)) return "reads another number of channels than it may";
  return {};
}

std::string check_part(KernelId kernel, const PartView& part, const KernelSetup& setup) {
  const KernelRule& op = rule_of(kernel);
  const KernelRule& rule = rule_of(part.type);
  const bool taken = (op.takes_filters && rule.family == Family::filter) || (op.takes_factors && rule.family == Family::factor) ||
                     (op.takes_blends && rule.family == Family::blend);
  // What takes filters is made of nothing else.
  const bool own = part.type == kernel && !op.takes_filters;
  if (!own && !taken) return std::string("a part is of another type: ") + kernel_name(part.type);
  const auto beyond = [](std::uint32_t first, std::uint32_t count, std::uint32_t end) {
    return std::uint64_t{first} + count > end;
  };
  if (beyond(part.read_first, part.read_count, setup.reads) || beyond(part.write_first, part.write_count, setup.writes))
    return "a part reaches beyond the reads or writes of its op";
  if (!op.many_parts && (part.read_count != setup.reads || part.write_count != setup.writes))
    return "a part does not cover its op";
  if (std::string why = check_params(part.type, part.params, setup.blobs); !why.empty()) return why;
  // What the channels of a factor or a blend mean is the business of the kernel that takes it.
  const bool foreign = part.type != kernel && (rule.family == Family::factor || rule.family == Family::blend);
  return foreign ? std::string() : check_widths(rule, part, setup.blobs);
}

}  // namespace

std::string check_params(KernelId type, const double* params, std::span<const BlobView> blobs) {
  for (const ParamRule& rule : rule_of(type).params) {
    const double value = *params++;
    if (std::string why = is_table(rule) ? check_blob(rule, value, blobs) : check_number(rule, value); !why.empty()) return why;
  }
  return {};
}

std::string check_live(KernelId type, const double* from, const double* to) {
  for (const ParamRule& rule : rule_of(type).params) {
    if (!rule.live && *from != *to) return std::string(rule.name) + " is structural: it changes with a new plan only";
    if (rule.live)
      if (std::string why = check_number(rule, *to); !why.empty()) return why;
    ++from, ++to;
  }
  return {};
}

bool equal_live(KernelId type, const double* a, const double* b) noexcept {
  for (const ParamRule& rule : rule_of(type).params) {
    if (rule.live && *a != *b) return false;
    ++a, ++b;
  }
  return true;
}

void copy_live(KernelId type, const double* from, double* to) noexcept {
  for (const ParamRule& rule : rule_of(type).params) {
    if (rule.live) *to = *from;
    ++from, ++to;
  }
}

std::string check_setup(KernelId kernel, const KernelSetup& setup) {
  if (!(setup.rate_hz >= kLowestRate && setup.rate_hz <= kHighestRate)) return "its rate is out of range";
  if (setup.reads > kMostChannels || setup.writes > kMostChannels) return "it has too many channels";
  if (setup.parts.empty()) return "it has no part";
  if (!rule_of(kernel).many_parts && setup.parts.size() != 1) return "it has more than one part";
  for (const PartView& part : setup.parts)
    if (std::string why = check_part(kernel, part, setup); !why.empty()) return why;
  return {};
}

std::uint64_t table_bytes(KernelId type, const double* params, std::span<const BlobView> blobs) {
  std::uint64_t bytes = 0;
  for (const ParamRule& rule : rule_of(type).params) {
    const double index = *params++;
    if (is_table(rule) && index >= 0 && index < static_cast<double>(blobs.size())) {
      const BlobView& blob = blobs[static_cast<std::size_t>(index)];
      bytes += std::uint64_t{blob.rows} * blob.columns * sizeof(double);
    }
  }
  return bytes;
}

std::unique_ptr<Kernel> make_checked(KernelId kernel, const KernelSetup& setup, std::string& why) {
  why = check_setup(kernel, setup);
  if (why.empty()) {
    if (auto made = kernel_factory(kernel)(setup)) return made;
    why = "the kernel refuses its channels, params or blobs";
  }
  why = std::string(kernel_name(kernel)) + ": " + why;
  return nullptr;
}

}  // namespace busbar
