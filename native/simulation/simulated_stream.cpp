#include "simulation/simulated_stream.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace busbar {

SimulatedStream::SimulatedStream(const ClockModel& clock, std::uint32_t periods, std::vector<SlotRange> devices,
                                 std::vector<Span> absences, RenderFiles* files)
    : rate_hz_(clock.rate_hz),
      clock_period_(clock.period),
      buffer_(std::uint64_t{clock.period} * periods),
      numbering_(-clock.first),
      clock_(clock),
      devices_(std::move(devices)),
      absences_(std::move(absences)),
      files_(files) {
  std::uint32_t inputs = 0, outputs = 0;
  for (SlotRange& d : devices_) {
    d.first_input = inputs;
    d.first_output = outputs;
    inputs += d.inputs;
    outputs += d.outputs;
  }
  channels_ = ChannelArena(std::size_t{inputs} + outputs, clock_period_);
  in_ = channels_.pointers(0, inputs);
  out_ = channels_.pointers(inputs, outputs);
  in_file_ = in_;
  out_file_ = out_;
  piece_in_.resize(inputs);
  piece_out_.resize(outputs);
}

double SimulatedStream::time() const {
  if (away_) return until();
  return absence_ < absences_.size() ? std::min(clock_.wake(), absences_[absence_].from) : clock_.wake();
}

SimulatedStream::Event SimulatedStream::event() const {
  if (away_) return Event::put_back;
  return absence_ < absences_.size() && absences_[absence_].from <= clock_.wake() ? Event::pulled_out : Event::cycle;
}

bool SimulatedStream::reached(double time) const {
  return away_ ? until() >= time : static_cast<double>(first()) >= clock_.moved(time);
}

void SimulatedStream::put_back() {
  clock_.resume(until());
  ++absence_;
  away_ = false;
  fade_.emplace(rate_hz_);
}

/// Whether so much time has passed that the buffer ran over or dry: then what was in it is lost as well.
bool SimulatedStream::overruns(Exchange& inside) {
  const std::int64_t late = static_cast<std::int64_t>(std::floor(clock_.moved(clock_.wake()))) - clock_.position();
  if (late <= static_cast<std::int64_t>(buffer_)) return false;
  const std::int64_t before = first();
  clock_.resume(clock_.wake());
  ++xruns;
  lost += static_cast<std::uint64_t>(first() - before);
  inside.restarted();
  return true;
}

FileError SimulatedStream::cycle(Exchange& inside) {
  if (overruns(inside)) return {};
  // The first frame of the files lies somewhere in a block.
  const std::int64_t before = std::clamp<std::int64_t>(-first(), 0, clock_period_);
  const auto on_file = files_ ? static_cast<std::uint32_t>(clock_period_ - before) : 0;
  if (on_file > 0 && !file_begin_) file_begin_ = file_begin();
  const auto frame = static_cast<std::uint64_t>(first() + before);
  for (std::size_t c = 0; c < in_.size(); ++c) in_file_[c] = in_[c] + before;
  for (std::size_t c = 0; c < out_.size(); ++c) out_file_[c] = out_[c] + before;
  if (on_file > 0)
    for (const SlotRange& d : devices_)
      if (FileError e = files_->read(d.slot, frame, std::span(in_file_).subspan(d.first_input, d.inputs), on_file)) return e;

  const auto position = static_cast<std::uint64_t>(clock_.position() + numbering_);
  BlockTime at{position - clock_period_, position, clock_.wake_ns(), clock_.wake_ns()};
  for (std::uint32_t done = 0; done < clock_period_;) {
    const std::uint32_t n = std::min(clock_period_ - done, kMostExchanged);
    for (std::size_t c = 0; c < in_.size(); ++c) piece_in_[c] = in_[c] + done;
    for (std::size_t c = 0; c < out_.size(); ++c) piece_out_[c] = out_[c] + done;
    inside.exchange(piece_in_.data(), piece_out_.data(), n, at);
    at.first += n;
    done += n;
  }
  if (fade_) fade_->process(out_.data(), outputs(), clock_period_);

  if (on_file > 0)
    for (const SlotRange& d : devices_)
      if (FileError e = files_->write(d.slot, frame, std::span(out_file_).subspan(d.first_output, d.outputs), on_file)) return e;
  if (pitch_ != pitch_before_) clock_.steer(pitch_, clock_.position());
  pitch_before_ = pitch_;
  clock_.next();
  return {};
}

}  // namespace busbar
