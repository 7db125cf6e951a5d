// Opening: everything of AlsaStream that happens once, on the control thread.
#include "devices/alsa/open.h"

#include <cerrno>
#include <cmath>
#include <system_error>

#include "devices/alsa/convert.h"
#include "devices/alsa/stream.h"

namespace busbar {
namespace alsa {

DeviceError AlsaStream::open(const StreamRequest& request) {
  request_ = request;
  if (request.inputs == 0 && request.outputs == 0) return {DeviceFault::unsupported, "neither an input nor an output of " + request.id + " is asked for"};
  if (!(request.rate_hz >= 1 && request.rate_hz <= 1e6) || request.rate_hz != std::floor(request.rate_hz))
    return {DeviceFault::unsupported, "ALSA devices run at whole numbers of Hz, not at " + std::to_string(request.rate_hz)};
  if (DeviceError e = open_sides()) return e;
  if (DeviceError e = agree_on_a_period()) return e;
  if (capture_ && playback_ && capture_->shares_card_with(*playback_)) (void)playback_->link(*capture_);
  info_.pitch = (!capture_ || capture_->add_to(pitch_)) && (!playback_ || playback_->add_to(pitch_));
  in_ = ChannelArena(request.inputs, info_.period);
  out_ = ChannelArena(request.outputs, info_.period);
  for (std::uint32_t c = 0; c < request.inputs; ++c) in_channels_.push_back(in_.channel(c));
  for (std::uint32_t c = 0; c < request.outputs; ++c) out_channels_.push_back(out_.channel(c));
  waiting_.emplace(capture_ ? &*capture_ : nullptr, playback_ ? &*playback_ : nullptr,
                   static_cast<std::int64_t>(1e9 * info_.period / info_.rate_hz));
  if (waiting_->failed() != 0)
    return {DeviceFault::failed, "no event for stopping " + request.id + ": " + std::generic_category().message(waiting_->failed())};
  return {};
}

/// Both before either is configured: USB devices with implicit feedback tie one to the other.
DeviceError AlsaStream::open_sides() {
  if (request_.outputs != 0)
    if (DeviceError e = playback_.emplace(alsa_, kPlayback).open(request_.id)) return e;
  if (request_.inputs != 0)
    if (DeviceError e = capture_.emplace(alsa_, kCapture).open(request_.id)) return e;
  return {};
}

/// The nearest period of one direction need not be that of the other.
DeviceError AlsaStream::agree_on_a_period() {
  std::uint32_t period = request_.period;
  if (playback_) {
    if (DeviceError e = playback_->configure(request_, request_.outputs, period)) return e;
    period = playback_->granted().period;
  }
  if (capture_) {
    if (DeviceError e = capture_->configure(request_, request_.inputs, period)) return e;
    if (playback_ && capture_->granted().period != period)
      if (DeviceError e = playback_->configure(request_, request_.outputs, capture_->granted().period)) return e;
  }
  if (capture_ && playback_ && capture_->granted().period != playback_->granted().period)
    return {DeviceFault::unsupported, "the ALSA device " + request_.id + " has no common period near " + std::to_string(request_.period) + ": inputs take " +
                                          std::to_string(capture_->granted().period) + " frames, outputs " + std::to_string(playback_->granted().period)};
  describe();
  return {};
}

/// A frame that has just been captured waits for its period to end; one that is written then waits for those queued
/// before it. Converters add to that, which no driver tells: the config's `latency` says it.
void AlsaStream::describe() {
  const Granted& main = (playback_ ? *playback_ : *capture_).granted();
  info_.rate_hz = request_.rate_hz;
  info_.period = main.period;
  info_.periods = main.fill / main.period;
  info_.format = format_name(main.format);
  if (playback_ && capture_ && capture_->granted().format != main.format)
    info_.format = std::string(format_name(capture_->granted().format)) + "/" + info_.format;
  info_.input_latency = capture_ ? main.period : 0;
  info_.output_latency = playback_ ? main.fill - main.period : 0;
}

}  // namespace alsa

DeviceError open_alsa(const StreamRequest& request, std::unique_ptr<Stream>& out) {
  std::string why;
  const alsa::Library* library = alsa::library(why);
  if (library == nullptr) return {DeviceFault::library, why};
  auto stream = std::make_unique<alsa::AlsaStream>(*library);
  if (DeviceError e = stream->open(request)) return e;
  out = std::move(stream);
  return {};
}

}  // namespace busbar
