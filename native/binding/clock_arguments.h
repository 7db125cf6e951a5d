// Simulated clocks between JavaScript and the simulation, as runtime/native.ts declares them. In: objects; reports. Out: C++
// values, or a TypeError that names what is wrong; objects.
#pragma once

#include <napi.h>

#include <vector>

#include "simulation/simulation.h"

namespace busbar {

/// What becomes of the difference of two clocks, by its word.
Drift drift_of(const Napi::Value& drift);
/// `[{ atMs, forMs }]` in seconds; forMs null: for good.
std::vector<Span> spans_of(const Napi::Value& spans, const char* name);
std::vector<SimulatedDevice> simulated_devices_of(const Napi::Value& devices);
Napi::Value clock_reports_to(Napi::Env env, const std::vector<ClockReport>& reports);

}  // namespace busbar
