#include "engine/renderer.h"

#include <algorithm>
#include <cmath>

#include "rt/denormals.h"

namespace busbar {

FileError Renderer::open(std::unique_ptr<Engine> engine, std::vector<PcmFile> inputs, std::vector<PcmFile> outputs) {
  engine_ = std::move(engine);
  const LoadedPlan& plan = engine_->plan();
  channels_ = DeviceChannels(plan.devices(), plan.quantum());
  buffers_ = channels_.buffers();
  for (const PcmFile& file : inputs) {
    inputs_.push_back({file.device, PcmReader(file, plan.quantum())});
    if (FileError e = inputs_.back().reader.open()) return e;
  }
  for (const PcmFile& file : outputs) {
    const auto channels = static_cast<std::uint32_t>(plan.devices()[file.device].outputs.size());
    OutputReport report;
    report.device = file.device;
    report.peaks.resize(channels);
    report.clipped.resize(channels);
    outputs_.push_back({file.device, integer_scale(file.format), PcmWriter(file, plan.quantum()),
                        Loudness(channels, plan.rate_hz()), std::move(report)});
    if (FileError e = outputs_.back().writer.open()) return e;
  }
  return {};
}

/// Notes what a block holds and makes it fit for writing: clipped, silence where it is not a number.
void Renderer::measure(Output& output, std::span<double* const> channels, std::uint32_t frames) {
  const double scale = output.scale;
  const double top = scale == 0 ? INFINITY : (scale - 1) / scale;
  const double bottom = scale == 0 ? -INFINITY : -1;
  // Half a step above the top rounds to even, which is beyond it.
  const double over = scale == 0 ? INFINITY : (scale - 0.5) / scale;
  const double under = scale == 0 ? -INFINITY : -(scale + 0.5) / scale;
  for (std::size_t c = 0; c < channels.size(); ++c) {
    double peak = output.report.peaks[c];
    std::uint64_t clipped = 0, not_finite = 0;
    for (std::uint32_t i = 0; i < frames; ++i) {
      double& sample = channels[c][i];
      if (!std::isfinite(sample)) {
        sample = 0;
        ++not_finite;
        continue;
      }
      peak = std::max(peak, std::fabs(sample));
      if (sample >= over || sample < under) ++clipped;
      sample = std::clamp(sample, bottom, top);
    }
    output.report.peaks[c] = peak;
    output.report.clipped[c] += clipped;
    output.report.not_finite += not_finite;
  }
  output.loudness.add(channels.data(), frames);
}

FileError Renderer::run(std::uint64_t frames) {
  const FlushDenormals flush;
  const std::span<const DeviceChannels::Device> devices = channels_.devices();
  while (frames > 0 && !cancelled_) {
    const auto n = static_cast<std::uint32_t>(std::min<std::uint64_t>(frames, engine_->plan().quantum()));
    for (Input& input : inputs_)
      if (FileError e = input.reader.read(devices[input.device].inputs, n)) return e;
    engine_->run(buffers_, n);
    for (Output& output : outputs_) {
      const auto& channels = devices[output.device].outputs;
      measure(output, channels, n);
      if (FileError e = output.writer.write(channels, n)) return e;
    }
    frames -= n;
  }
  return {};
}

FileError Renderer::finish() {
  FileError first;
  for (Output& output : outputs_)
    if (FileError e = output.writer.close(); e && !first) first = std::move(e);
  return first;
}

std::vector<OutputReport> Renderer::reports() const {
  std::vector<OutputReport> reports;
  for (const Output& output : outputs_) {
    reports.push_back(output.report);
    reports.back().frames = output.writer.frames();
    reports.back().loudness = output.loudness.integrated();
  }
  return reports;
}

}  // namespace busbar
