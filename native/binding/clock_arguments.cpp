#include "binding/clock_arguments.h"

#include <limits>
#include <string>

#include "binding/arguments.h"

namespace busbar {
namespace {

constexpr std::uint32_t kMostFrames = 1u << 24;
/// Virtual time is kept in doubles.
constexpr double kMostMs = 1e12;

double within(const Napi::Value& v, const char* name, double least, double most) {
  const double d = number_of(v, name);
  if (!(d >= least && d <= most)) throw wrong(v.Env(), std::string(name) + " is out of range");
  return d;
}

}  // namespace

Drift drift_of(const Napi::Value& v) {
  const std::string word = string_of(v, "drift");
  if (word == "resample") return Drift::resample;
  if (word == "steer") return Drift::steer;
  if (word != "locked") throw wrong(v.Env(), "drift is not resample, locked or steer");
  return Drift::locked;
}

std::vector<Span> spans_of(const Napi::Value& v, const char* name) {
  const Napi::Array list = array_of(v, name);
  std::vector<Span> spans;
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    const Napi::Object from = object_of(list.Get(i), name);
    const double at = within(from.Get("atMs"), "atMs", 0, kMostMs) / 1000;
    const double lasts = from.Get("forMs").IsNull() ? std::numeric_limits<double>::infinity() : within(from.Get("forMs"), "forMs", 0, kMostMs) / 1000;
    if (!spans.empty() && at <= spans.back().until) throw wrong(v.Env(), std::string(name) + " must stand in order");
    spans.push_back({at, at + lasts});
  }
  return spans;
}

std::vector<SimulatedDevice> simulated_devices_of(const Napi::Value& v) {
  const Napi::Array list = array_of(v, "clocks");
  std::vector<SimulatedDevice> devices;
  for (std::uint32_t i = 0; i < list.Length(); ++i) {
    const Napi::Object from = object_of(list.Get(i), "clocks");
    SimulatedDevice& device = devices.emplace_back();
    device.periods = count_of(from.Get("periods"), "periods", 1024);
    device.crossing_frames = count_of(from.Get("crossingFrames"), "crossingFrames", kMostFrames);
    device.drift = drift_of(from.Get("drift"));
    if (from.Get("clock").IsNull()) continue;
    const Napi::Object clock = object_of(from.Get("clock"), "clock");
    device.ppm = within(clock.Get("ppm"), "ppm", -1e5, 1e5);
    device.wander_ppm = within(clock.Get("wanderPpm"), "wanderPpm", 0, 1e4);
    device.mean_lateness = within(clock.Get("jitterUs"), "jitterUs", 0, 1e7) * 1e-6;
    device.seed = count_of(clock.Get("seed"), "seed", std::numeric_limits<std::uint32_t>::max());
    device.stalls = spans_of(clock.Get("stalls"), "stalls");
    device.absences = spans_of(clock.Get("unplug"), "unplug");
  }
  return devices;
}

Napi::Value clock_reports_to(Napi::Env env, const std::vector<ClockReport>& reports) {
  auto out = Napi::Array::New(env, reports.size());
  for (std::uint32_t i = 0; i < reports.size(); ++i) {
    const ClockReport& report = reports[i];
    auto to = Napi::Object::New(env);
    to.Set("device", report.device);
    to.Set("drives", report.drives);
    to.Set("driftPpm", report.drift_ppm);
    to.Set("worstErrorFrames", report.worst_error_frames);
    to.Set("xruns", static_cast<double>(report.xruns));
    to.Set("lostFrames", static_cast<double>(report.lost));
    to.Set("silentFrames", static_cast<double>(report.silent));
    to.Set("realigned", report.realigned);
    to.Set("widenedFrames", report.widened);
    auto gaps = Napi::Array::New(env, report.gaps.size());
    for (std::uint32_t g = 0; g < report.gaps.size(); ++g) {
      auto gap = Napi::Object::New(env);
      gap.Set("atMs", report.gaps[g].at * 1000);
      gap.Set("lastsMs", report.gaps[g].seconds * 1000);
      gaps.Set(g, gap);
    }
    to.Set("gaps", gaps);
    out.Set(i, to);
  }
  return out;
}

}  // namespace busbar
