#include "devices/alsa/capabilities.h"

#include <algorithm>
#include <memory>

#include "devices/alsa/convert.h"
#include "devices/alsa/errors.h"

namespace busbar::alsa {
namespace {

constexpr unsigned kRates[] = {8000, 11025, 16000, 22050, 32000, 44100, 48000, 64000, 88200, 96000, 176400, 192000, 352800, 384000};
constexpr SampleFormat kFormats[] = {SampleFormat::s16, SampleFormat::s24, SampleFormat::s24_3, SampleFormat::s32, SampleFormat::f32};

/// The channel map of the most channels; drivers often have none.
std::vector<std::string> channel_names(const Library& alsa, Pcm* pcm) {
  std::vector<std::string> names;
  ChannelMapQuery** maps = alsa.pcm_query_chmaps(pcm);
  for (ChannelMapQuery** each = maps; each != nullptr && *each != nullptr; ++each) {
    const ChannelMap& map = (*each)->map;
    if (map.channels <= names.size()) continue;
    names.clear();
    for (unsigned c = 0; c < map.channels; ++c) {
      // The upper half says how a position is meant, not which it is.
      const char* name = alsa.pcm_chmap_name(static_cast<int>(map.positions[c] & 0xffff));
      names.emplace_back(name == nullptr ? "" : name);
    }
  }
  if (maps != nullptr) alsa.pcm_free_chmaps(maps);
  return names;
}

}  // namespace

Capabilities capabilities_of(const Library& alsa, const std::string& name, Direction direction) {
  Capabilities found;
  Pcm* made = nullptr;
  const bool strict = name.starts_with("hw:");
  found.error = alsa.pcm_open(&made, name.c_str(), direction, kNonBlock | (strict ? kNoAutoResample | kNoAutoChannels | kNoAutoFormat : 0));
  (void)last_words();
  if (found.error < 0) return found;
  const std::unique_ptr<Pcm, int (*)(Pcm*)> pcm(made, alsa.pcm_close);
  found.hardware = alsa.pcm_type(made) == kTypeHw;
  PcmInfo* made_info = nullptr;
  if (alsa.pcm_info_malloc(&made_info) == 0) {
    const std::unique_ptr<PcmInfo, void (*)(PcmInfo*)> info(made_info, alsa.pcm_info_free);
    if (alsa.pcm_info(made, made_info) == 0) {
      found.card = alsa.pcm_info_get_card(made_info);
      found.device = alsa.pcm_info_get_device(made_info);
    }
  }
  HwParams* made_params = nullptr;
  if (alsa.pcm_hw_params_malloc(&made_params) < 0) return found;
  const std::unique_ptr<HwParams, void (*)(HwParams*)> params(made_params, alsa.pcm_hw_params_free);
  if (alsa.pcm_hw_params_any(made, made_params) < 0) return found;
  // As streams are opened.
  alsa.pcm_hw_params_set_rate_resample(made, made_params, 0);
  DirectionFacts& facts = found.facts.emplace();
  alsa.pcm_hw_params_get_channels_min(made_params, &facts.least_channels);
  alsa.pcm_hw_params_get_channels_max(made_params, &facts.most_channels);
  for (const unsigned rate : kRates)
    if (alsa.pcm_hw_params_test_rate(made, made_params, rate, 0) == 0) facts.rates.push_back(rate);
  for (const SampleFormat format : kFormats)
    if (alsa.pcm_hw_params_test_format(made, made_params, alsa_format(format)) == 0) facts.formats.emplace_back(format_name(format));
  Frames least = 0, most = 0;
  int side = 0;
  if (alsa.pcm_hw_params_get_period_size_min(made_params, &least, &side) == 0 &&
      alsa.pcm_hw_params_get_period_size_max(made_params, &most, &side) == 0) {
    facts.shortest_period = static_cast<std::uint32_t>(std::max<Frames>(least, 1));
    facts.longest_period = static_cast<std::uint32_t>(most);
  }
  facts.names = channel_names(alsa, made);
  return found;
}

}  // namespace busbar::alsa
