#include "engine/render_files.h"

#include <algorithm>
#include <cmath>

namespace busbar {

FileError RenderFiles::open(std::span<const FileDevice> devices, const std::vector<PcmFile>& inputs, const std::vector<PcmFile>& outputs) {
  inputs_.resize(devices.size());
  outputs_.resize(devices.size());
  for (const PcmFile& file : inputs) {
    Input& input = inputs_[file.device].emplace(Input{PcmReader(file, devices[file.device].block)});
    if (FileError e = input.reader.open()) return e;
  }
  for (const PcmFile& file : outputs) {
    const FileDevice& device = devices[file.device];
    OutputReport report;
    report.device = file.device;
    report.peaks.resize(device.outputs);
    report.clipped.resize(device.outputs);
    Output& output = outputs_[file.device].emplace(
        Output{integer_scale(file.format), file.frames, device.block, PcmWriter(file, device.block),
               Loudness(device.outputs, device.rate_hz), std::move(report), ChannelArena(device.outputs, device.block), {}});
    output.silent = output.silence.pointers();
    if (FileError e = output.writer.open()) return e;
  }
  return {};
}

FileError RenderFiles::read(std::uint32_t device, std::uint64_t frame, std::span<double* const> channels, std::uint32_t frames) {
  if (!inputs_[device]) return {};
  Input& input = *inputs_[device];
  if (frame > input.next)
    if (FileError e = input.reader.skip(frame - input.next)) return e;
  input.next = frame + frames;
  return input.reader.read(channels, frames);
}

FileError RenderFiles::write(std::uint32_t device, std::uint64_t frame, std::span<double* const> channels, std::uint32_t frames) {
  if (!outputs_[device]) return {};
  if (FileError e = fill(device, frame)) return e;
  Output& output = *outputs_[device];
  const auto n = static_cast<std::uint32_t>(std::min<std::uint64_t>(frames, output.length - std::min(frame, output.length)));
  output.next += frames;
  measure(output, channels, n);
  return output.writer.write(channels, n);
}

FileError RenderFiles::fill(std::uint32_t device, std::uint64_t frame) {
  if (!outputs_[device]) return {};
  Output& output = *outputs_[device];
  for (const std::uint64_t end = std::min(frame, output.length); output.next < end;) {
    const auto n = static_cast<std::uint32_t>(std::min<std::uint64_t>(end - output.next, output.block));
    output.loudness.add(output.silent.data(), n);
    if (FileError e = output.writer.write(output.silent, n)) return e;
    output.next += n;
  }
  return {};
}

/// Notes what a block holds and makes it fit for writing: clipped, silence where it is not a number.
void RenderFiles::measure(Output& output, std::span<double* const> channels, std::uint32_t frames) {
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

FileError RenderFiles::finish() {
  FileError first;
  for (std::optional<Output>& output : outputs_) {
    if (!output) continue;
    if (FileError e = output->writer.close(); e && !first) first = std::move(e);
  }
  return first;
}

std::vector<OutputReport> RenderFiles::reports() const {
  std::vector<OutputReport> reports;
  for (const std::optional<Output>& output : outputs_) {
    if (!output) continue;
    reports.push_back(output->report);
    reports.back().frames = output->writer.frames();
    reports.back().loudness = output->loudness.integrated();
  }
  return reports;
}

}  // namespace busbar
