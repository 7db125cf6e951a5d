#include "binding/live_object.h"

#include <utility>

#include "binding/arguments.h"
#include "binding/live_arguments.h"
#include "binding/plan_bytes.h"
#include "binding/task.h"
#include "rt/clock.h"

namespace busbar {
namespace {

constexpr std::uint32_t kMostNumbers = 0xffffffff;

const char* fault_name(DeviceFault fault) {
  switch (fault) {
    case DeviceFault::missing: return "missing";
    case DeviceFault::busy: return "busy";
    case DeviceFault::denied: return "denied";
    case DeviceFault::unsupported: return "unsupported";
    case DeviceFault::changed: return "changed";
    case DeviceFault::gone: return "gone";
    case DeviceFault::library: return "library";
    case DeviceFault::none:
    case DeviceFault::failed: break;
  }
  return "failed";
}

Napi::Error to_error(Napi::Env env, const DeviceError& error) {
  Napi::Error e = Napi::Error::New(env, error.message);
  e.Set("fault", fault_name(error.fault));
  return e;
}

Napi::Object to_object(Napi::Env env, const Scheduling& scheduling) {
  auto out = Napi::Object::New(env);
  out.Set("realtime", scheduling.realtime);
  out.Set("scheduling", scheduling.words);
  return out;
}

Napi::Object to_object(Napi::Env env, std::uint32_t stream, const StreamInfo& info) {
  Napi::Object out = to_object(env, Scheduling{info.realtime, info.scheduling});
  out.Set("stream", stream);
  out.Set("rateHz", info.rate_hz);
  out.Set("period", info.period);
  out.Set("periods", info.periods);
  out.Set("format", info.format);
  out.Set("inputLatency", info.input_latency);
  out.Set("outputLatency", info.output_latency);
  out.Set("thread", info.thread);
  return out;
}

Napi::Object to_object(Napi::Env env, const LiveEvent& event) {
  using Kind = LiveEvent::Kind;
  auto out = Napi::Object::New(env);
  const auto say = [&](const char* kind) { out.Set("kind", kind); };
  out.Set("timeMs", static_cast<double>(event.time_ns) / 1e6);
  switch (event.kind) {
    case Kind::xrun:
      say("xrun");
      out.Set("stream", event.stream);
      out.Set("side", event.side);
      out.Set("frames", static_cast<double>(event.frames));
      break;
    case Kind::remark:
      say("remark");
      out.Set("stream", event.stream);
      out.Set("what", event.why);
      break;
    case Kind::lost:
      say("lost");
      out.Set("stream", event.stream);
      out.Set("fault", fault_name(event.fault));
      out.Set("why", event.why);
      break;
    case Kind::widened:
      say("widened");
      out.Set("stream", event.stream);
      out.Set("frames", static_cast<double>(event.frames));
      break;
    case Kind::handed_over:
      say("handed-over");
      out.Set("stream", event.stream);
      out.Set("gapMs", static_cast<double>(event.gap_ns) / 1e6);
      break;
    case Kind::begun:
    case Kind::settled:
      say(event.kind == Kind::begun ? "begun" : "settled");
      out.Set("change", static_cast<double>(event.change));
      break;
    case Kind::not_finite:
      say("not-finite");
      out.Set("runner", event.runner);
      out.Set("part", event.part == kNoPart ? -1.0 : static_cast<double>(event.part));
      break;
    case Kind::demoted: say("demoted"); break;
  }
  return out;
}

Napi::Object to_object(Napi::Env env, const MemberStats& stats) {
  auto out = Napi::Object::New(env);
  const MemberState& state = stats.state;
  out.Set("stream", stats.stream);
  out.Set("crossingFrames", stats.crossing_frames);
  out.Set("driftPpm", state.drift_ppm);
  out.Set("errorFrames", state.error_frames);
  out.Set("lost", static_cast<double>(state.lost));
  out.Set("restarts", state.restarts);
  out.Set("widenedIn", state.widened_in);
  out.Set("widenedOut", state.widened_out);
  out.Set("running", state.running);
  return out;
}

Napi::Object to_object(Napi::Env env, const RunnerStats& stats) {
  auto out = Napi::Object::New(env);
  out.Set("runner", stats.runner);
  out.Set("frames", static_cast<double>(stats.frames));
  out.Set("clockPpm", stats.clock_ppm);
  out.Set("load", stats.load);
  out.Set("loadP99", stats.load_p99);
  out.Set("loadWorst", stats.load_worst);
  out.Set("xruns", static_cast<double>(stats.xruns));
  out.Set("pageFaults", static_cast<double>(stats.page_faults));
  out.Set("preemptions", static_cast<double>(stats.preemptions));
  out.Set("allocations", static_cast<double>(stats.allocations));
  out.Set("notFinite", static_cast<double>(stats.not_finite));
  auto members = Napi::Array::New(env, stats.members.size());
  for (std::uint32_t i = 0; i < stats.members.size(); ++i) members.Set(i, to_object(env, stats.members[i]));
  out.Set("members", members);
  return out;
}

Napi::Object to_object(Napi::Env env, const SlotLevels& levels) {
  auto out = Napi::Object::New(env);
  const auto numbers = [&](const char* name, const std::vector<double>& values) {
    out.Set(name, samples_to(env, values.data(), values.size()));
  };
  out.Set("slot", levels.slot);
  numbers("inputPeaks", levels.input_peaks);
  numbers("inputRms", levels.input_rms);
  numbers("outputPeaks", levels.output_peaks);
  numbers("outputRms", levels.output_rms);
  out.Set("clipped", static_cast<double>(levels.clipped));
  return out;
}

template <class T>
Napi::Array to_list(Napi::Env env, const std::vector<T>& items) {
  auto out = Napi::Array::New(env, items.size());
  for (std::uint32_t i = 0; i < items.size(); ++i) out.Set(i, to_object(env, items[i]));
  return out;
}

/// The environment ends: no audio thread may outlive it.
void abandon(void* live) { static_cast<Live*>(live)->abandon(); }

}  // namespace

Napi::Function LiveObject::define(Napi::Env env) {
  return DefineClass(env, "Live",
                     {InstanceMethod<&LiveObject::change>("change"), InstanceMethod<&LiveObject::open>("open"),
                      InstanceMethod<&LiveObject::close>("close"), InstanceMethod<&LiveObject::set>("set"),
                      InstanceMethod<&LiveObject::read_out>("readOut"), InstanceMethod<&LiveObject::poll>("poll"),
                      InstanceMethod<&LiveObject::stats>("stats"), InstanceMethod<&LiveObject::levels>("levels"),
                      InstanceMethod<&LiveObject::scheduling>("scheduling"), InstanceMethod<&LiveObject::set_paths>("setPaths"),
                      InstanceMethod<&LiveObject::set_wishes>("setWishes"),
                      InstanceMethod<&LiveObject::now>("now"),
                      InstanceMethod<&LiveObject::stop>("stop"), InstanceAccessor<&LiveObject::memory>("memory"),
                      InstanceAccessor<&LiveObject::memory_locked>("memoryLocked")});
}

LiveObject::LiveObject(const Napi::CallbackInfo& info) : ObjectWrap(info), live_(std::make_shared<Live>()) {
  napi_add_env_cleanup_hook(info.Env(), abandon, live_.get());
}

LiveObject::~LiveObject() {
  napi_remove_env_cleanup_hook(Env(), abandon, live_.get());
  live_->abandon();
}

Napi::Value LiveObject::change(const Napi::CallbackInfo& info) {
  struct Job {
    std::vector<LiveStage> stages;
    LoadedChange loaded;
    PlanError error;
  };
  auto job = std::make_shared<Job>();
  job->stages = stages_of(info[0]);
  const bool silently = info[1].ToBoolean();
  const auto work = [job, live = live_, silently] {
    job->error = live->load(job->stages, job->loaded);
    if (!job->error && silently) live->silence();
  };
  const auto settle = [job, live = live_](Napi::Env env) -> Napi::Value {
    if (job->error) throw coded(env, fault_code(job->error.fault), job->error.text);
    std::uint64_t number = 0;
    if (const std::string why = live->post(std::move(job->loaded), number); !why.empty()) throw coded(env, "refused", why);
    return Napi::Number::New(env, static_cast<double>(number));
  };
  return Task::run(info.Env(), "busbar change", work, settle);
}

Napi::Value LiveObject::open(const Napi::CallbackInfo& info) {
  struct Job {
    StreamOrder order;
    DeviceError error;
    std::uint32_t number = 0;
    StreamInfo info;
  };
  auto job = std::make_shared<Job>();
  job->order = order_of(info[0]);
  if (!info[1].IsUndefined()) job->order.replaces = count_of(info[1], "replaces", kMostNumbers);
  const auto work = [job, live = live_] { job->error = live->open(job->order, job->number, job->info); };
  const auto settle = [job](Napi::Env env) -> Napi::Value {
    if (job->error) throw to_error(env, job->error);
    return to_object(env, job->number, job->info);
  };
  return Task::run(info.Env(), "busbar open", work, settle);
}

Napi::Value LiveObject::close(const Napi::CallbackInfo& info) {
  const std::uint32_t stream = count_of(info[0], "stream", kMostNumbers);
  auto closed = std::make_shared<bool>();
  const auto work = [closed, live = live_, stream] { *closed = live->close(stream); };
  const auto settle = [closed, stream](Napi::Env env) -> Napi::Value {
    if (!*closed) throw coded(env, "closed", "there is no stream " + std::to_string(stream) + ", or it is being closed");
    return env.Undefined();
  };
  return Task::run(info.Env(), "busbar close", work, settle);
}

void LiveObject::set(const Napi::CallbackInfo& info) {
  const std::uint32_t part = count_of(info[0], "part", kMostNumbers);
  const std::vector<double> params = numbers_of(info[1], "params");
  if (const std::string why = live_->set(part, params); !why.empty()) throw wrong(info.Env(), why);
}

Napi::Value LiveObject::read_out(const Napi::CallbackInfo& info) {
  const std::vector<double> values = live_->read_out(count_of(info[0], "part", kMostNumbers));
  return samples_to(info.Env(), values.data(), values.size());
}

Napi::Value LiveObject::poll(const Napi::CallbackInfo& info) { return to_list(info.Env(), live_->poll()); }
Napi::Value LiveObject::stats(const Napi::CallbackInfo& info) { return to_list(info.Env(), live_->stats()); }
Napi::Value LiveObject::levels(const Napi::CallbackInfo& info) { return to_list(info.Env(), live_->levels()); }

Napi::Value LiveObject::scheduling(const Napi::CallbackInfo& info) {
  const auto scheduling = live_->scheduling(count_of(info[0], "stream", kMostNumbers));
  if (!scheduling) throw coded(info.Env(), "closed", "there is no such stream");
  return to_object(info.Env(), *scheduling);
}

void LiveObject::set_paths(const Napi::CallbackInfo& info) {
  std::vector<StreamPath> paths;
  const Napi::Array list = array_of(info[1], "paths");
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    const Napi::Object from = object_of(list.Get(i), "paths");
    const auto count = [&](const char* name) { return count_of(from.Get(name), name, kMostNumbers); };
    paths.push_back({count("input"), count("output"), count("frames")});
  }
  live_->set_paths(count_of(info[0], "stream", kMostNumbers), std::move(paths));
}

void LiveObject::set_wishes(const Napi::CallbackInfo& info) {
  live_->set_wishes(count_of(info[0], "stream", kMostNumbers), ports_of(info[1], "inputPorts"), ports_of(info[2], "outputPorts"));
}

Napi::Value LiveObject::now(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(now_ns()) / 1e6);
}

Napi::Value LiveObject::stop(const Napi::CallbackInfo& info) {
  return Task::run(info.Env(), "busbar stop", [live = live_] { live->stop(); }, [](Napi::Env env) { return env.Undefined(); });
}

Napi::Value LiveObject::memory(const Napi::CallbackInfo& info) {
  return Napi::Number::New(info.Env(), static_cast<double>(live_->memory()));
}

Napi::Value LiveObject::memory_locked(const Napi::CallbackInfo& info) { return Napi::Boolean::New(info.Env(), live_->is_locked()); }

}  // namespace busbar
