#include "devices/coreaudio/rate.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "devices/coreaudio/errors.h"
#include "devices/coreaudio/property.h"
#include "devices/coreaudio/system.h"

namespace busbar::coreaudio {
namespace {

constexpr double kUsual[] = {8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000, 176400, 192000, 352800, 384000};
/// Converters of USB audio class 1 take three to five seconds.
constexpr std::chrono::seconds kPatience{5};

std::vector<AudioValueRange> ranges_of(AudioObjectID device) {
  return list<AudioValueRange>(device, at(kAudioDevicePropertyAvailableNominalSampleRates));
}

bool has(const std::vector<AudioValueRange>& ranges, double rate_hz) {
  return std::ranges::any_of(ranges, [rate_hz](const AudioValueRange& r) { return r.mMinimum <= rate_hz && rate_hz <= r.mMaximum; });
}

bool is_close(double a, double b) noexcept { return std::fabs(a - b) < 0.5; }

}  // namespace

std::vector<double> rates_of(AudioObjectID device) {
  const std::vector<AudioValueRange> ranges = ranges_of(device);
  std::vector<double> rates;
  std::ranges::copy_if(kUsual, std::back_inserter(rates), [&](double rate) { return has(ranges, rate); });
  for (const AudioValueRange& range : ranges)
    if (range.mMinimum == range.mMaximum && !std::ranges::count(rates, range.mMinimum)) rates.push_back(range.mMinimum);
  std::ranges::sort(rates);
  return rates;
}

double rate_of(AudioObjectID device) { return find<Float64>(device, at(kAudioDevicePropertyNominalSampleRate)).value_or(0); }

DeviceError set_rate(AudioObjectID device, double rate_hz, Notices& notices) {
  if (is_close(rate_of(device), rate_hz)) return {};
  const std::string name = name_of(device);
  if (const auto ranges = ranges_of(device); !ranges.empty() && !has(ranges, rate_hz)) {
    std::string rates;
    for (const double rate : rates_of(device)) rates += (rates.empty() ? "" : ", ") + std::to_string(std::lround(rate));
    return wrong_rate(name, rate_hz, rates);
  }
  const OSStatus status = write(device, at(kAudioDevicePropertyNominalSampleRate), Float64{rate_hz});
  if (status != kAudioHardwareNoError) return call_error(name, "set the rate of", status);
  double stays = 0;
  settle(notices, std::chrono::steady_clock::now() + kPatience, [&] {
    stays = rate_of(device);
    return is_close(stays, rate_hz) || !is_alive(device);
  });
  if (is_close(stays, rate_hz)) return {};
  if (notices.is_restarted() || !is_alive(device)) return {DeviceFault::gone, name + " went away while its rate was set"};
  return {DeviceFault::busy, name + " stays at " + std::to_string(std::lround(stays)) + " Hz for " + std::to_string(kPatience.count()) +
                                 " s after it was set to " + std::to_string(std::lround(rate_hz)) +
                                 " Hz: another program holds it, or its clock comes from outside (Audio MIDI Setup, Clock source)"};
}

DeviceError set_period(AudioObjectID device, std::uint32_t wanted, std::uint32_t& granted) {
  const AudioObjectPropertyAddress size = at(kAudioDevicePropertyBufferFrameSize);
  if (wanted != 0) {
    std::uint32_t within = wanted;
    if (const auto range = find<AudioValueRange>(device, at(kAudioDevicePropertyBufferFrameSizeRange)))
      within = static_cast<std::uint32_t>(std::clamp<double>(wanted, std::ceil(range->mMinimum), std::max(std::ceil(range->mMinimum), range->mMaximum)));
    // A device that has but one size refuses all; what it has is read.
    (void)write(device, size, UInt32{within});
  }
  UInt32 has = 0;
  const OSStatus status = read(device, size, has);
  if (status != kAudioHardwareNoError || has == 0) return call_error(name_of(device), "tell the buffer size of", status);
  granted = has;
  return {};
}

}  // namespace busbar::coreaudio
