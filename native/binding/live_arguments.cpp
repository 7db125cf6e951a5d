#include "binding/live_arguments.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "binding/arguments.h"
#include "binding/clock_arguments.h"

namespace busbar {
namespace {

/// Numbers of the session's own choice.
constexpr std::uint32_t kMostSlots = 1u << 16;
constexpr std::uint32_t kMostFrames = 1u << 24;
constexpr std::uint32_t kMostPeriod = 1u << 20;

std::vector<std::uint32_t> counts_of(const Napi::Value& v, const char* name, std::uint32_t limit) {
  const Napi::Array list = array_of(v, name);
  std::vector<std::uint32_t> out(list.Length());
  for (std::uint32_t i = 0; i < out.size(); ++i) out[i] = count_of(list.Get(i), name, limit);
  return out;
}

double rate_of(const Napi::Value& v, const char* name) {
  const double rate = number_of(v, name);
  if (!(rate >= 1000 && rate <= 1e6)) throw wrong(v.Env(), std::string(name) + " is out of range");
  return rate;
}

bool is_given(const Napi::Value& v) { return !v.IsUndefined() && !v.IsNull(); }

std::vector<SlotRange> slots_of(const Napi::Value& v, StreamRequest& request) {
  const Napi::Array list = array_of(v, "slots");
  std::vector<SlotRange> slots;
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    const Napi::Object from = object_of(list.Get(i), "slots");
    SlotRange& slot = slots.emplace_back();
    slot.slot = count_of(from.Get("slot"), "slot", kMostSlots);
    slot.first_input = request.inputs;
    slot.inputs = count_of(from.Get("inputs"), "inputs", kMostDeviceChannels);
    slot.first_output = request.outputs;
    slot.outputs = count_of(from.Get("outputs"), "outputs", kMostDeviceChannels);
    request.inputs += slot.inputs;
    request.outputs += slot.outputs;
  }
  return slots;
}

/// Files of one direction: `first` and `count` say which channels of a slot they serve.
std::vector<StreamFile> files_of(const Napi::Value& v, const char* name, const std::vector<SlotRange>& slots,
                                 std::uint32_t SlotRange::*first, std::uint32_t SlotRange::*count) {
  std::vector<StreamFile> files;
  if (!is_given(v)) return files;
  const Napi::Array list = array_of(v, name);
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    const Napi::Object from = object_of(list.Get(i), name);
    const std::uint32_t number = count_of(from.Get("slot"), "slot", kMostSlots);
    const auto slot = std::ranges::find(slots, number, &SlotRange::slot);
    if (slot == slots.end()) throw wrong(v.Env(), std::string(name) + ": the stream does not serve slot " + std::to_string(number));
    StreamFile& file = files.emplace_back();
    file.file.path = string_of(from.Get("path"), "path");
    file.file.offset = static_cast<std::uint64_t>(std::max(0.0, number_of(from.Get("offset"), "offset")));
    file.file.channels = count_of(from.Get("channels"), "channels", kMostFileChannels);
    const double frames = number_of(from.Get("frames"), "frames");
    file.file.frames = frames < 0 ? std::numeric_limits<std::uint64_t>::max() : static_cast<std::uint64_t>(frames);
    if (!parse_format(string_of(from.Get("format"), "format"), file.file.format)) throw wrong(v.Env(), "format is not a sample format");
    file.first_channel = (*slot).*first;
    file.channels = std::min(file.file.channels, (*slot).*count);
  }
  return files;
}

VirtualDevice virtual_of(const Napi::Object& from, const std::vector<SlotRange>& slots) {
  VirtualDevice device;
  if (is_given(from.Get("clock"))) {
    const Napi::Object clock = object_of(from.Get("clock"), "clock");
    device.clock.ppm = number_of(clock.Get("ppm"), "ppm");
    device.clock.jitter_us = number_of(clock.Get("jitterUs"), "jitterUs");
    if (is_given(clock.Get("wanderPpm"))) device.clock.wander_ppm = number_of(clock.Get("wanderPpm"), "wanderPpm");
    if (is_given(clock.Get("stalls"))) device.clock.stalls = spans_of(clock.Get("stalls"), "stalls");
    if (is_given(clock.Get("unplug"))) device.clock.absences = spans_of(clock.Get("unplug"), "unplug");
    device.clock.seed = count_of(clock.Get("seed"), "seed", std::numeric_limits<std::uint32_t>::max());
  }
  device.reads = files_of(from.Get("reads"), "reads", slots, &SlotRange::first_input, &SlotRange::inputs);
  device.writes = files_of(from.Get("writes"), "writes", slots, &SlotRange::first_output, &SlotRange::outputs);
  return device;
}

MemberCrossing crossing_of(const Napi::Value& v) {
  const Napi::Object from = object_of(v, "crossing");
  MemberCrossing crossing;
  crossing.frames = count_of(from.Get("frames"), "frames", kMostFrames);
  crossing.master_period = count_of(from.Get("masterPeriod"), "masterPeriod", kMostPeriod);
  crossing.master_hz = rate_of(from.Get("masterHz"), "masterHz");
  crossing.drift = drift_of(from.Get("drift"));
  return crossing;
}

/// Of a native aggregate: members in the order of the slots, whose channels they are.
AggregateOptions aggregate_of(const Napi::Value& v, const std::vector<SlotRange>& slots) {
  AggregateOptions aggregate;
  if (!is_given(v)) return aggregate;
  const Napi::Object from = object_of(v, "aggregate");
  aggregate.name = string_of(from.Get("name"), "name");
  aggregate.publish = from.Get("publish").ToBoolean();
  const Napi::Array members = array_of(from.Get("members"), "members");
  if (members.Length() == 0 || members.Length() != slots.size()) throw wrong(v.Env(), "an aggregate has a member for each slot");
  for (std::uint32_t i = 0; i < members.Length(); ++i) {
    const Napi::Object each = object_of(members.Get(i), "members");
    aggregate.members.push_back({string_of(each.Get("id"), "id"), slots[i].inputs, slots[i].outputs, each.Get("compensated").ToBoolean(),
                                 each.Get("exclusive").ToBoolean()});
  }
  aggregate.leader = count_of(from.Get("leader"), "leader", members.Length() - 1);
  return aggregate;
}

}  // namespace

std::vector<PortWish> ports_of(const Napi::Value& v, const char* name) {
  std::vector<PortWish> ports;
  if (!is_given(v)) return ports;
  const Napi::Array list = array_of(v, name);
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    const Napi::Object from = object_of(list.Get(i), name);
    PortWish& port = ports.emplace_back();
    port.name = string_of(from.Get("name"), "name");
    port.connect = string_of(from.Get("connect"), "connect");
    if (is_given(from.Get("nth"))) port.nth = static_cast<std::int32_t>(number_of(from.Get("nth"), "nth"));
  }
  return ports;
}

StreamOrder order_of(const Napi::Value& spec) {
  const Napi::Object from = object_of(spec, "stream");
  StreamOrder order;
  StreamRequest& request = order.device.request;
  order.device.backend = string_of(from.Get("backend"), "backend");
  order.runner = count_of(from.Get("runner"), "runner", kMostSlots);
  order.drives = from.Get("drives").ToBoolean();
  order.keeps_clock = from.Get("keepsClock").ToBoolean();
  if (!order.drives) order.crossing = crossing_of(from.Get("crossing"));
  order.slots = slots_of(from.Get("slots"), request);
  request.id = string_of(from.Get("id"), "id");
  request.rate_hz = rate_of(from.Get("rateHz"), "rateHz");
  request.period = count_of(from.Get("period"), "period", kMostPeriod);
  request.periods = count_of(from.Get("periods"), "periods", 1024);
  request.priority = static_cast<int>(count_of(from.Get("priority"), "priority", 99));
  const std::string format = string_of(from.Get("format"), "format");
  request.any_format = format.empty() || format == "auto";
  if (!request.any_format && !parse_format(format, request.format)) throw wrong(spec.Env(), "format is not a sample format");
  if (order.device.backend == "virtual") order.device.virtual_device = virtual_of(from, order.slots);
  order.device.coreaudio.exclusive = from.Get("exclusive").ToBoolean();
  order.device.coreaudio.aggregate = aggregate_of(from.Get("aggregate"), order.slots);
  if (is_given(from.Get("client"))) order.device.jack.client = string_of(from.Get("client"), "client");
  order.device.jack.inputs = ports_of(from.Get("inputPorts"), "inputPorts");
  order.device.jack.outputs = ports_of(from.Get("outputPorts"), "outputPorts");
  return order;
}

std::vector<LiveStage> stages_of(const Napi::Value& stages) {
  const Napi::Array list = array_of(stages, "stages");
  if (list.Length() == 0) throw wrong(stages.Env(), "a change has at least one stage");
  std::vector<LiveStage> out(list.Length());
  for (std::uint32_t i = 0; i < out.size(); ++i) {
    const Napi::Object from = object_of(list.Get(i), "stages");
    LiveStage& stage = out[i];
    const Napi::Value plan = from.Get("plan");
    if (!plan.IsTypedArray() || plan.As<Napi::TypedArray>().TypedArrayType() != napi_uint8_array)
      throw wrong(stages.Env(), "plan must be a Uint8Array");
    const auto bytes = plan.As<Napi::Uint8Array>();
    stage.plan_bytes = bytes.ByteLength();
    stage.plan.resize((stage.plan_bytes + 7) / 8);
    if (stage.plan_bytes > 0) std::memcpy(stage.plan.data(), bytes.Data(), stage.plan_bytes);
    const Napi::Value adopt = from.Get("adopt");
    if (!adopt.IsTypedArray() || adopt.As<Napi::TypedArray>().TypedArrayType() != napi_uint32_array)
      throw wrong(stages.Env(), "adopt must be a Uint32Array");
    const auto pairs = adopt.As<Napi::Uint32Array>();
    if (pairs.ElementLength() % 2 != 0) throw wrong(stages.Env(), "adopt must hold pairs");
    for (std::size_t p = 0; p < pairs.ElementLength(); p += 2) stage.adopt.push_back({pairs[p], pairs[p + 1]});
    stage.frames = count_of(from.Get("frames"), "frames", 1u << 30);
    stage.runners = counts_of(from.Get("runners"), "runners", kMostSlots);
    stage.slots = counts_of(from.Get("slots"), "slots", kMostSlots);
  }
  return out;
}

}  // namespace busbar
