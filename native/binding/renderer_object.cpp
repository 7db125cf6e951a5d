#include "binding/renderer_object.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "binding/arguments.h"
#include "binding/clock_arguments.h"
#include "binding/engine_object.h"
#include "binding/file_error.h"
#include "binding/plan_bytes.h"
#include "engine/renderer.h"
#include "simulation/simulation.h"

namespace busbar {
namespace {

/// A whole number that may go beyond 32 bits.
std::uint64_t large_of(const Napi::Value& v, const char* name) {
  const double d = number_of(v, name);
  if (!(d >= 0 && d <= 9007199254740991.0) || d != std::floor(d)) throw wrong(v.Env(), std::string(name) + " must be a whole number");
  return static_cast<std::uint64_t>(d);
}

PcmFile file_of(const Napi::Value& v) {
  const Napi::Object from = object_of(v, "file");
  PcmFile file;
  file.device = count_of(from.Get("device"), "device", 1u << 31);
  file.path = string_of(from.Get("path"), "path");
  file.offset = large_of(from.Get("offset"), "offset");
  file.channels = count_of(from.Get("channels"), "channels", kMostFileChannels);
  file.frames = large_of(from.Get("frames"), "frames");
  if (!parse_format(string_of(from.Get("format"), "format"), file.format)) throw wrong(v.Env(), "format is not a sample format");
  return file;
}

/// Files of one direction: devices of the plan, each at most once.
std::vector<PcmFile> files_of(const Napi::Value& v, const char* name, std::size_t devices) {
  const Napi::Array list = array_of(v, name);
  std::vector<PcmFile> files;
  std::vector<bool> taken(devices);
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    files.push_back(file_of(list.Get(i)));
    const std::uint32_t device = files.back().device;
    if (device >= devices) throw wrong(v.Env(), std::string(name) + ": the plan has no device " + std::to_string(device));
    if (taken[device]) throw wrong(v.Env(), std::string(name) + ": device " + std::to_string(device) + " has two files");
    taken[device] = true;
  }
  return files;
}

Napi::Object report_to(Napi::Env env, const OutputReport& report) {
  auto out = Napi::Object::New(env);
  out.Set("device", report.device);
  out.Set("frames", static_cast<double>(report.frames));
  out.Set("peaks", samples_to(env, report.peaks.data(), report.peaks.size()));
  const std::vector<double> clipped(report.clipped.begin(), report.clipped.end());
  out.Set("clipped", samples_to(env, clipped.data(), clipped.size()));
  out.Set("loudness", report.loudness);
  out.Set("notFinite", static_cast<double>(report.not_finite));
  return out;
}

}  // namespace

/// A piece of a run on a worker thread, then the next: a process that exits waits for no more than a piece, as libuv
/// joins its threads. Holds the object alive until its promise is settled.
class RendererObject::Run final : public Napi::AsyncWorker {
 public:
  Run(RendererObject& object, Napi::Promise::Deferred deferred, std::uint64_t frames)
      : AsyncWorker(deferred.Env(), "busbar render"), deferred_(deferred), object_(object), left_(frames) {
    object_.Ref();
  }
  ~Run() override { object_.Unref(); }

 protected:
  void Execute() override {
    Render& render = *object_.render_;
    const auto end = std::chrono::steady_clock::now() + kPiece;
    do {
      const std::uint64_t n = std::min<std::uint64_t>(left_, kFramesBetweenLooks);
      error_ = render.run(n);
      left_ -= n;
    } while (left_ > 0 && !error_ && !render.cancelled() && std::chrono::steady_clock::now() < end);
  }

  void OnOK() override {
    const bool cancelled = object_.render_->cancelled();
    if (left_ > 0 && !error_ && !cancelled) {
      (new Run(object_, deferred_, left_))->Queue();
      return;
    }
    object_.running_ = false;
    if (cancelled) {
      object_.render_.reset();
      deferred_.Reject(coded(Env(), "closed", "the renderer was closed").Value());
    } else if (error_) {
      deferred_.Reject(to_error(Env(), error_).Value());
    } else {
      deferred_.Resolve(Env().Undefined());
    }
  }

 private:
  static constexpr std::chrono::milliseconds kPiece{50};
  static constexpr std::uint64_t kFramesBetweenLooks = 4096;

  Napi::Promise::Deferred deferred_;
  RendererObject& object_;
  std::uint64_t left_;  ///< frames
  FileError error_;
};

Napi::Function RendererObject::define(Napi::Env env) {
  return DefineClass(env, "Renderer",
                     {InstanceMethod<&RendererObject::run>("run"), InstanceMethod<&RendererObject::finish>("finish"),
                      InstanceMethod<&RendererObject::close>("close"), InstanceMethod<&RendererObject::read_out>("readOut"),
                      InstanceMethod<&RendererObject::clocks>("clocks")});
}

namespace {

std::unique_ptr<Render> open_ideal(const Napi::CallbackInfo& info) {
  auto engine = open_plan(info[0]);
  const std::size_t devices = engine->plan().devices().size();
  auto renderer = std::make_unique<Renderer>();
  if (const FileError e = renderer->open(std::move(engine), files_of(info[1], "inputs", devices), files_of(info[2], "outputs", devices)))
    throw to_error(info.Env(), e);
  return renderer;
}

std::unique_ptr<Render> open_simulation(const Napi::CallbackInfo& info) {
  const std::vector<SimulatedDevice> devices = simulated_devices_of(info[3]);
  std::vector<std::uint64_t> aligned;
  auto simulation = std::make_unique<Simulation>();
  if (const PlanError e = simulation->load(plan_bytes(info[0], aligned), devices)) throw coded(info.Env(), fault_code(e.fault), e.text);
  if (const FileError e = simulation->open(files_of(info[1], "inputs", devices.size()), files_of(info[2], "outputs", devices.size())))
    throw to_error(info.Env(), e);
  return simulation;
}

}  // namespace

RendererObject::RendererObject(const Napi::CallbackInfo& info) : ObjectWrap(info) {
  render_ = info[3].IsUndefined() ? open_ideal(info) : open_simulation(info);
}

Render& RendererObject::idle(Napi::Env env) {
  if (running_) throw coded(env, "busy", "a run is under way");
  if (!render_) throw coded(env, "closed", "the renderer is closed");
  return *render_;
}

Napi::Value RendererObject::run(const Napi::CallbackInfo& info) {
  idle(info.Env());
  const std::uint64_t frames = large_of(info[0], "frames");
  const auto deferred = Napi::Promise::Deferred::New(info.Env());
  running_ = true;
  (new Run(*this, deferred, frames))->Queue();
  return deferred.Promise();
}

Napi::Value RendererObject::finish(const Napi::CallbackInfo& info) {
  Render& render = idle(info.Env());
  const FileError error = render.finish();
  const std::vector<OutputReport> reports = render.reports();
  render_.reset();
  if (error) throw to_error(info.Env(), error);
  auto out = Napi::Array::New(info.Env(), reports.size());
  for (std::uint32_t i = 0; i < reports.size(); ++i) out.Set(i, report_to(info.Env(), reports[i]));
  return out;
}

void RendererObject::close(const Napi::CallbackInfo&) {
  if (running_) render_->cancel();
  else render_.reset();
}

Napi::Value RendererObject::read_out(const Napi::CallbackInfo& info) {
  Render& render = idle(info.Env());
  const std::uint32_t part = count_of(info[0], "part", 1u << 31);
  const LoadedPlan* const plan = render.plan_with(part);
  if (!plan) throw wrong(info.Env(), "the plan has no part " + std::to_string(part));
  return readings_of(info.Env(), *plan, render, part);
}

Napi::Value RendererObject::clocks(const Napi::CallbackInfo& info) { return clock_reports_to(info.Env(), idle(info.Env()).clocks()); }

}  // namespace busbar
