#include "devices/alsa/configure.h"

#include <algorithm>
#include <cerrno>
#include <memory>

#include "devices/alsa/convert.h"
#include "devices/alsa/errors.h"
#include "devices/alsa/system.h"

namespace busbar::alsa {
namespace {

constexpr Access kAccesses[] = {kMmapInterleaved, kMmapNonInterleaved, kRwInterleaved};
/// PCI answers within its period; USB moves whole packets and wants one period more.
constexpr std::uint32_t kPeriodsPci = 2, kPeriodsUsb = 3;

class Negotiation {
 public:
  Negotiation(const Library& alsa, Pcm* pcm, const Wish& wish) : alsa_(alsa), pcm_(pcm), wish_(wish), params_(nullptr, alsa.pcm_hw_params_free) {
    HwParams* made = nullptr;
    if (alsa.pcm_hw_params_malloc(&made) == 0) params_.reset(made);
  }

  /// Ranges hang together (a high rate may leave fewer formats), so each format starts from the full space.
  DeviceError run(Granted& out) {
    if (params_ == nullptr) return {DeviceFault::failed, "out of memory"};
    DeviceError problem;
    for (const SampleFormat format : wish_.formats) {
      problem = try_format(format, out);
      if (!problem || problem.fault != DeviceFault::unsupported) return problem;
    }
    return problem;
  }

 private:
  std::string who() const { return "the ALSA " + std::string(wish_.direction == kCapture ? "input " : "output ") + wish_.id; }
  DeviceError refused(const std::string& what) const { return {DeviceFault::unsupported, who() + " " + what}; }

  DeviceError try_format(SampleFormat format, Granted& out) {
    HwParams* p = params_.get();
    if (const int e = alsa_.pcm_hw_params_any(pcm_, p); e < 0) return call_error(alsa_, wish_.id, "hw_params_any", e);
    alsa_.pcm_hw_params_set_rate_resample(pcm_, p, 0);
    const auto* access = std::find_if(std::begin(kAccesses), std::end(kAccesses),
                                      [&](Access a) { return alsa_.pcm_hw_params_set_access(pcm_, p, a) == 0; });
    if (access == std::end(kAccesses)) return refused("can neither be mapped nor read and written in frames");
    out.access = *access;
    if (DeviceError e = set_channels(out)) return e;
    if (DeviceError e = set_rate()) return e;
    if (alsa_.pcm_hw_params_set_format(pcm_, p, alsa_format(format)) < 0) return refused("has none of the formats asked for" + formats_there());
    out.format = format;
    if (DeviceError e = set_sizes(out)) return e;
    const int e = alsa_.pcm_hw_params(pcm_, p);
    if (e == -EINVAL) return refused("refuses " + std::string(format_name(format)) + " with these channels, rate and period");
    if (e < 0) return call_error(alsa_, wish_.id, "hw_params", e);
    return {};
  }

  /// The fewest channels that hold what is asked: most cards have one number only.
  DeviceError set_channels(Granted& out) {
    HwParams* p = params_.get();
    unsigned least = 0, most = 0, granted = wish_.channels;
    alsa_.pcm_hw_params_get_channels_min(p, &least);
    alsa_.pcm_hw_params_get_channels_max(p, &most);
    const bool there = alsa_.pcm_hw_params_set_channels(pcm_, p, granted) == 0 ||
                       (alsa_.pcm_hw_params_set_channels_min(pcm_, p, &granted) == 0 &&
                        alsa_.pcm_hw_params_set_channels_first(pcm_, p, &granted) == 0);
    if (!there || granted < wish_.channels)
      return refused("has " + range(least, most) + " channels, not " + std::to_string(wish_.channels));
    out.channels = granted;
    return {};
  }

  DeviceError set_rate() {
    HwParams* p = params_.get();
    if (alsa_.pcm_hw_params_set_rate(pcm_, p, wish_.rate, 0) == 0) return {};
    unsigned least = 0, most = 0;
    int side = 0;
    alsa_.pcm_hw_params_get_rate_min(p, &least, &side);
    alsa_.pcm_hw_params_get_rate_max(p, &most, &side);
    return refused("runs at " + range(least, most) + " Hz, not at " + std::to_string(wish_.rate));
  }

  /// The period first, then how many: the other way round `near` gives odd periods.
  DeviceError set_sizes(Granted& out) {
    HwParams* p = params_.get();
    Frames period = wish_.period == 0 ? kUsualPeriod : wish_.period;
    int side = 0;
    if (alsa_.pcm_hw_params_set_period_size(pcm_, p, period, 0) < 0 &&
        alsa_.pcm_hw_params_set_period_size_near(pcm_, p, &period, &side) < 0)
      return refused("takes no period near " + std::to_string(wish_.period) + " frames");
    alsa_.pcm_hw_params_get_period_size(p, &period, &side);
    const std::uint32_t periods = wish_.periods != 0 ? wish_.periods : is_usb(alsa_, pcm_) ? kPeriodsUsb : kPeriodsPci;
    Frames buffer = period * periods;
    // Never left to the device, which may choose a million frames.
    if (alsa_.pcm_hw_params_set_periods(pcm_, p, periods, 0) < 0) alsa_.pcm_hw_params_set_buffer_size_near(pcm_, p, &buffer);
    alsa_.pcm_hw_params_get_buffer_size(p, &buffer);
    if (period == 0 || buffer < 2 * period)
      return refused("gives a buffer of " + std::to_string(buffer) + " frames for periods of " + std::to_string(period));
    out.period = static_cast<std::uint32_t>(period);
    out.buffer = static_cast<std::uint32_t>(buffer);
    out.fill = std::min(out.buffer / out.period, periods) * out.period;
    return {};
  }

  static std::string range(unsigned least, unsigned most) {
    return std::to_string(least) + (least == most ? "" : " to " + std::to_string(most));
  }

  std::string formats_there() const {
    std::string list;
    for (const SampleFormat f : {SampleFormat::s16, SampleFormat::s24, SampleFormat::s24_3, SampleFormat::s32, SampleFormat::f32})
      if (alsa_.pcm_hw_params_test_format(pcm_, params_.get(), alsa_format(f)) == 0) list += (list.empty() ? " (it has " : ", ") + std::string(format_name(f));
    return list.empty() ? "" : list + ")";
  }

  const Library& alsa_;
  Pcm* pcm_;
  const Wish& wish_;
  std::unique_ptr<HwParams, void (*)(HwParams*)> params_;
};

DeviceError set_thresholds(const Library& alsa, Pcm* pcm, const Wish& wish, Granted& out) {
  SwParams* made = nullptr;
  if (alsa.pcm_sw_params_malloc(&made) < 0) return {DeviceFault::failed, "out of memory"};
  const std::unique_ptr<SwParams, void (*)(SwParams*)> params(made, alsa.pcm_sw_params_free);
  alsa.pcm_sw_params_current(pcm, made);
  Frames boundary = 0;
  alsa.pcm_sw_params_get_boundary(made, &boundary);
  alsa.pcm_sw_params_set_start_threshold(pcm, made, boundary);
  alsa.pcm_sw_params_set_stop_threshold(pcm, made, out.buffer);
  alsa.pcm_sw_params_set_silence_threshold(pcm, made, 0);
  alsa.pcm_sw_params_set_silence_size(pcm, made, 0);
  alsa.pcm_sw_params_set_avail_min(pcm, made, wish.direction == kCapture ? out.period : out.buffer - out.fill + out.period);
  const int e = alsa.pcm_sw_params(pcm, made);
  if (e < 0) return call_error(alsa, wish.id, "sw_params", e);
  // A driver stamps its position. A plugin's stamp is read again until two positions are equal, which may never be;
  // and dsnoop and dmix may refuse it: then the loop reads the clock itself.
  if (alsa.pcm_type(pcm) != kTypeHw) return {};
  alsa.pcm_sw_params_set_tstamp_mode(pcm, made, kStampsOn);
  alsa.pcm_sw_params_set_tstamp_type(pcm, made, kStampsMonotonic);
  out.stamps = alsa.pcm_sw_params(pcm, made) == 0;
  return {};
}

}  // namespace

DeviceError configure(const Library& alsa, Pcm* pcm, const Wish& wish, Granted& out) {
  if (DeviceError e = Negotiation(alsa, pcm, wish).run(out)) return e;
  return set_thresholds(alsa, pcm, wish, out);
}

}  // namespace busbar::alsa
