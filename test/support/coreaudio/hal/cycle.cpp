// What procs get and give in a cycle: stamps, buffers per stream, the mix of what they play.
#include "hal/cycle.h"

#include <algorithm>
#include <cstring>

#include "hal/aggregate.h"
#include "hal/samples.h"
#include "hal/sound.h"
#include "hal/time.h"

namespace hal {
namespace {

/// An AudioBufferList and what it points to.
class Buffers {
 public:
  Buffers(const Device& device, bool input, std::uint32_t frames) : input_(input) {
    for (const Stream& stream : device.streams)
      if (stream.input == input) streams_.push_back(stream);
    bytes_.resize(streams_.size());
    for (std::size_t i = 0; i < streams_.size(); ++i) bytes_[i].resize(std::size_t{frames} * frame_bytes(i));
    storage_.resize(offsetof(AudioBufferList, mBuffers) / 8 + streams_.size() * sizeof(AudioBuffer) / 8);
  }

  void fill(const std::vector<std::vector<double>>& planar) {
    each([&](std::size_t i, std::size_t frame, std::uint32_t channel, std::byte* at) {
      write_sample(streams_[i].spec.format, planar[streams_[i].first + channel][frame], at);
    });
  }
  void clear() {
    for (auto& one : bytes_) std::fill(one.begin(), one.end(), std::byte{0});
  }
  void mix_into(std::vector<std::vector<double>>& planar) {
    each([&](std::size_t i, std::size_t frame, std::uint32_t channel, const std::byte* at) {
      planar[streams_[i].first + channel][frame] += read_sample(streams_[i].spec.format, at);
    });
  }

  /// `on`: which streams the proc wants, all where it says nothing; `null`: none have data.
  AudioBufferList* list(const std::vector<UInt32>& on, bool null) {
    auto* const list = reinterpret_cast<AudioBufferList*>(storage_.data());
    list->mNumberBuffers = static_cast<UInt32>(streams_.size());
    AudioBuffer* const all = list->mBuffers;
    for (std::size_t i = 0; i < streams_.size(); ++i) {
      const bool is_off = null || (i < on.size() && on[i] == 0);
      all[i] = {streams_[i].spec.channels, static_cast<UInt32>(bytes_[i].size()), is_off ? nullptr : bytes_[i].data()};
    }
    return list;
  }

 private:
  std::size_t frame_bytes(std::size_t i) const { return std::size_t{streams_[i].spec.channels} * bytes_of(streams_[i].spec.format); }

  template <class Visit>
  void each(Visit visit) {
    for (std::size_t i = 0; i < streams_.size(); ++i) {
      const std::size_t step = bytes_of(streams_[i].spec.format);
      for (std::size_t at = 0, sample = 0; at < bytes_[i].size(); at += step, ++sample)
        visit(i, sample / streams_[i].spec.channels, static_cast<std::uint32_t>(sample % streams_[i].spec.channels), bytes_[i].data() + at);
    }
  }

  bool input_;
  std::vector<Stream> streams_;
  std::vector<std::vector<std::byte>> bytes_;
  std::vector<std::uint64_t> storage_;
};

}  // namespace

AudioTimeStamp stamp_of(const Run& run, double frame) {
  AudioTimeStamp stamp{};
  stamp.mSampleTime = frame;
  stamp.mHostTime = ticks_of(host_ns_of(run, frame));
  stamp.mRateScalar = run.device->rate / actual_rate(*run.device);
  stamp.mFlags = kAudioTimeStampSampleTimeValid | kAudioTimeStampHostTimeValid | kAudioTimeStampRateScalarValid;
  return stamp;
}

void one_cycle(Guard& guard, Run& run, std::uint32_t frames) {
  const DevicePtr device = run.device;
  const std::shared_ptr<Hardware> clock = box_of(*device);
  const DeviceSpec spec = clock ? clock->spec : DeviceSpec{};
  const Traps traps = device->box ? device->box->traps : Traps{};
  run.frame += frames;
  const double in_frame = run.frame - frames - spec.input_safety;
  const double out_frame = run.frame + frames + spec.output_safety;
  const AudioTimeStamp now = stamp_of(run, run.frame), in_time = stamp_of(run, in_frame), out_time = stamp_of(run, out_frame);

  Buffers in(*device, true, frames), out(*device, false, frames);
  in.fill(capture(run, in_frame, frames));
  std::vector<std::vector<double>> mixed(channels_of(*device, false), std::vector<double>(frames));
  for (const auto& proc : std::vector(device->procs)) {
    if (!proc->started || run.ending) continue;
    out.clear();
    const AudioBufferList* const heard = in.list(proc->inputs_on, traps.null_inputs);
    AudioBufferList* const played = out.list(proc->outputs_on, traps.null_outputs);
    proc->calling = std::this_thread::get_id();
    cycling = device.get();
    guard.unlock();
    proc->call(device->id, &now, heard, &in_time, played, &out_time, proc->client);
    guard.lock();
    cycling = nullptr;
    proc->calling.reset();
    ++proc->calls;
    out.mix_into(mixed);
  }
  play(run, mixed, out_frame, frames);
  ++run.cycles;
  ++(device->aggregate ? device->aggregate->cycles : device->box->cycles);
  model().cycled.notify_all();
}

}  // namespace hal
