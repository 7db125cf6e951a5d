// Feeds, cables and tapes, and the clocks of an aggregate's parts.
#include "hal/sound.h"

#include <algorithm>
#include <cmath>

#include "hal/aggregate.h"
#include "hal/properties.h"

namespace hal {
namespace {

/// A piece of hardware among the channels of a run.
struct Place {
  std::shared_ptr<Hardware> box;
  Part* part = nullptr;
  double rate = 0;               ///< nominal
  std::uint32_t inputs = 0, outputs = 0;
};

std::uint32_t count(const std::vector<StreamSpec>& streams) {
  std::uint32_t sum = 0;
  for (const StreamSpec& stream : streams) sum += stream.channels;
  return sum;
}

std::vector<Place> places_of(Device& device) {
  std::vector<Place> places;
  const auto add = [&](const std::shared_ptr<Hardware>& box, Part* part, double rate) {
    places.push_back({box, part, rate, count(box->spec.inputs), count(box->spec.outputs)});
  };
  if (device.box) add(device.box, nullptr, device.rate);
  else
    for (Part& part : device.aggregate->parts)
      if (const DevicePtr one = part.active ? device_named(part.uid) : nullptr) add(one->box, &part, one->rate);
  return places;
}

/// Through cables: what was at the other converter when this frame was at ours.
double looped(const Hardware& box, double frame, std::uint32_t channel, std::uint32_t outputs) {
  if (channel >= outputs) return 0;
  const double stream_latency = (box.spec.inputs.empty() ? 0 : box.spec.inputs[0].latency) + (box.spec.outputs.empty() ? 0 : box.spec.outputs[0].latency);
  const double at = frame - box.spec.input_latency - box.spec.output_latency - stream_latency - box.tape_start;
  const auto index = static_cast<std::size_t>(at) * outputs + channel;
  return at < 0 || index >= box.tape.size() ? 0 : box.tape[index];
}

/// Whole buffers by which a part's clock has left the main one's since it last slipped: -1, 0 or 1.
int slip_of(Aggregate& aggregate, const Place& place, const Run& run, std::uint32_t frames) {
  Part& part = *place.part;
  const bool follows = part.uid == aggregate.main || (part.compensated && place.rate == run.device->rate);
  if (follows) return 0;
  const double own = place.rate * (1 + place.box->spec.ppm * 1e-6);
  part.ahead += frames * (own / actual_rate(*run.device) - 1);
  if (std::fabs(part.ahead) < frames) return 0;
  const int way = part.ahead > 0 ? 1 : -1;
  part.ahead -= way * static_cast<double>(frames);
  ++aggregate.slips;
  return way;
}

void record(Hardware& box, const Planar& mixed, std::uint32_t first, std::uint32_t channels, double frame, std::uint32_t frames, bool slips) {
  if (!box.recording) return;
  if (box.tape.empty()) box.tape_start = frame;
  // A buffer of another size comes at another distance: what it leaves out is silence, what it comes before is never played.
  if (!slips) box.tape.resize(static_cast<std::size_t>(std::max(0.0, frame - box.tape_start)) * channels);
  for (std::uint32_t i = 0; i < frames; ++i)
    for (std::uint32_t c = 0; c < channels; ++c) box.tape.push_back(mixed[first + c][i]);
}

}  // namespace

Planar capture(Run& run, double frame, std::uint32_t frames) {
  Planar planar;
  for (Place& place : places_of(*run.device)) {
    const std::uint64_t from = place.part ? place.part->frames : static_cast<std::uint64_t>(run.frame - frames - run.first);
    for (std::uint32_t c = 0; c < place.inputs; ++c) {
      std::vector<double>& channel = planar.emplace_back(frames, 0.0);
      if (model().options.microphone_denied) continue;
      for (std::uint32_t i = 0; i < frames; ++i) {
        if (place.box->looped) channel[i] = looped(*place.box, frame + i, c, place.outputs);
        else if (place.box->feed) channel[i] = place.box->feed(from + i, c);
      }
    }
  }
  planar.resize(channels_of(*run.device, true), std::vector<double>(frames));
  return planar;
}

/// A part that is ahead has heard a buffer more than was asked for, and wanted one more to play; one behind the other way.
void play(Run& run, const Planar& mixed, double frame, std::uint32_t frames) {
  std::uint32_t first = 0;
  for (Place& place : places_of(*run.device)) {
    if (first + place.outputs > mixed.size()) return;
    const int slip = place.part ? slip_of(*run.device->aggregate, place, run, frames) : 0;
    if (place.part) place.part->frames += static_cast<std::uint64_t>(static_cast<std::int64_t>(frames) * (1 + slip));
    for (int times = 1 + slip; times > 0; --times) record(*place.box, mixed, first, place.outputs, frame, frames, place.part != nullptr);
    first += place.outputs;
  }
}

}  // namespace hal
