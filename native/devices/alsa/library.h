// libasound, opened at run time. In: nothing. Out: a table of its functions, or why there is none.
// The declarations are our own and only what is called: the build needs no header of ALSA, a machine without the
// library runs everything else. test/devices/alsa/declarations.cpp compares them with the real header.
#pragma once

#include <poll.h>

#include <ctime>
#include <string>

namespace busbar::alsa {

struct Pcm;
struct PcmInfo;
struct HwParams;
struct SwParams;
struct Ctl;
struct CardInfo;
struct ElementId;
struct ElementInfo;
struct ElementValue;

using Frames = unsigned long;
using SignedFrames = long;

/// Where one channel lies, in bits.
struct ChannelArea {
  void* addr;
  unsigned first;
  unsigned step;
};

struct ChannelMap {
  unsigned channels;
  unsigned positions[];
};

struct ChannelMapQuery {
  int type;
  ChannelMap map;
};

enum Direction : int { kPlayback = 0, kCapture = 1 };
enum OpenMode : int { kNonBlock = 1, kNoAutoResample = 0x10000, kNoAutoChannels = 0x20000, kNoAutoFormat = 0x40000 };
enum Access : int { kMmapInterleaved = 0, kMmapNonInterleaved = 1, kRwInterleaved = 3 };
enum PcmFormat : int { kU8 = 1, kS16 = 2, kS24 = 6, kS32 = 10, kFloat = 14, kFloat64 = 16, kS24_3 = 32 };
enum State : int { kOpen, kSetup, kPrepared, kRunning, kXrun, kDraining, kPaused, kSuspended, kDisconnected };
inline constexpr int kInterfacePcm = 3;
inline constexpr int kTypeHw = 0;
inline constexpr int kStampsOn = 1;
inline constexpr int kStampsMonotonic = 1;

using ErrorHandler = void (*)(const char* file, int line, const char* function, int error, const char* format, ...);

/// name without `snd_`, result, parameters
#define BUSBAR_ALSA_FUNCTIONS(F)                                                                     \
  F(lib_error_set_handler, int, (ErrorHandler))                                                      \
  F(strerror, const char*, (int))                                                                    \
  F(card_next, int, (int*))                                                                          \
  F(card_get_index, int, (const char*))                                                              \
  F(ctl_open, int, (Ctl**, const char*, int))                                                        \
  F(ctl_close, int, (Ctl*))                                                                          \
  F(ctl_card_info, int, (Ctl*, CardInfo*))                                                           \
  F(ctl_card_info_malloc, int, (CardInfo**))                                                         \
  F(ctl_card_info_free, void, (CardInfo*))                                                           \
  F(ctl_card_info_get_id, const char*, (const CardInfo*))                                            \
  F(ctl_card_info_get_name, const char*, (const CardInfo*))                                          \
  F(ctl_pcm_next_device, int, (Ctl*, int*))                                                          \
  F(ctl_pcm_info, int, (Ctl*, PcmInfo*))                                                             \
  F(ctl_elem_id_malloc, int, (ElementId**))                                                          \
  F(ctl_elem_id_free, void, (ElementId*))                                                            \
  F(ctl_elem_id_set_interface, void, (ElementId*, int))                                              \
  F(ctl_elem_id_set_device, void, (ElementId*, unsigned))                                            \
  F(ctl_elem_id_set_subdevice, void, (ElementId*, unsigned))                                         \
  F(ctl_elem_id_set_name, void, (ElementId*, const char*))                                           \
  F(ctl_elem_info, int, (Ctl*, ElementInfo*))                                                        \
  F(ctl_elem_info_malloc, int, (ElementInfo**))                                                      \
  F(ctl_elem_info_free, void, (ElementInfo*))                                                        \
  F(ctl_elem_info_set_id, void, (ElementInfo*, const ElementId*))                                    \
  F(ctl_elem_info_get_min, long, (const ElementInfo*))                                               \
  F(ctl_elem_info_get_max, long, (const ElementInfo*))                                               \
  F(ctl_elem_write, int, (Ctl*, ElementValue*))                                                      \
  F(ctl_elem_value_malloc, int, (ElementValue**))                                                    \
  F(ctl_elem_value_free, void, (ElementValue*))                                                      \
  F(ctl_elem_value_set_id, void, (ElementValue*, const ElementId*))                                  \
  F(ctl_elem_value_set_integer, void, (ElementValue*, unsigned, long))                               \
  F(pcm_info_malloc, int, (PcmInfo**))                                                               \
  F(pcm_info_free, void, (PcmInfo*))                                                                 \
  F(pcm_info_set_device, void, (PcmInfo*, unsigned))                                                 \
  F(pcm_info_set_subdevice, void, (PcmInfo*, unsigned))                                              \
  F(pcm_info_set_stream, void, (PcmInfo*, int))                                                      \
  F(pcm_info_get_card, int, (const PcmInfo*))                                                        \
  F(pcm_info_get_device, unsigned, (const PcmInfo*))                                                 \
  F(pcm_info_get_subdevice, unsigned, (const PcmInfo*))                                              \
  F(pcm_info_get_name, const char*, (const PcmInfo*))                                                \
  F(pcm_open, int, (Pcm**, const char*, int, int))                                                   \
  F(pcm_close, int, (Pcm*))                                                                          \
  F(pcm_type, int, (Pcm*))                                                                           \
  F(pcm_info, int, (Pcm*, PcmInfo*))                                                                 \
  F(pcm_state, int, (Pcm*))                                                                          \
  F(pcm_prepare, int, (Pcm*))                                                                        \
  F(pcm_start, int, (Pcm*))                                                                          \
  F(pcm_drop, int, (Pcm*))                                                                           \
  F(pcm_resume, int, (Pcm*))                                                                         \
  F(pcm_link, int, (Pcm*, Pcm*))                                                                     \
  F(pcm_avail_update, SignedFrames, (Pcm*))                                                          \
  F(pcm_htimestamp, int, (Pcm*, Frames*, timespec*))                                                 \
  F(pcm_mmap_begin, int, (Pcm*, const ChannelArea**, Frames*, Frames*))                              \
  F(pcm_mmap_commit, SignedFrames, (Pcm*, Frames, Frames))                                           \
  F(pcm_readi, SignedFrames, (Pcm*, void*, Frames))                                                  \
  F(pcm_writei, SignedFrames, (Pcm*, const void*, Frames))                                           \
  F(pcm_poll_descriptors_count, int, (Pcm*))                                                         \
  F(pcm_poll_descriptors, int, (Pcm*, pollfd*, unsigned))                                            \
  F(pcm_poll_descriptors_revents, int, (Pcm*, pollfd*, unsigned, unsigned short*))                   \
  F(pcm_hw_params, int, (Pcm*, HwParams*))                                                           \
  F(pcm_hw_free, int, (Pcm*))                                                                        \
  F(pcm_hw_params_malloc, int, (HwParams**))                                                         \
  F(pcm_hw_params_free, void, (HwParams*))                                                           \
  F(pcm_hw_params_any, int, (Pcm*, HwParams*))                                                       \
  F(pcm_hw_params_set_rate_resample, int, (Pcm*, HwParams*, unsigned))                               \
  F(pcm_hw_params_set_access, int, (Pcm*, HwParams*, int))                                           \
  F(pcm_hw_params_set_format, int, (Pcm*, HwParams*, int))                                           \
  F(pcm_hw_params_test_format, int, (Pcm*, HwParams*, int))                                          \
  F(pcm_hw_params_set_channels, int, (Pcm*, HwParams*, unsigned))                                    \
  F(pcm_hw_params_set_channels_min, int, (Pcm*, HwParams*, unsigned*))                               \
  F(pcm_hw_params_set_channels_first, int, (Pcm*, HwParams*, unsigned*))                             \
  F(pcm_hw_params_get_channels_min, int, (const HwParams*, unsigned*))                               \
  F(pcm_hw_params_get_channels_max, int, (const HwParams*, unsigned*))                               \
  F(pcm_hw_params_set_rate, int, (Pcm*, HwParams*, unsigned, int))                                   \
  F(pcm_hw_params_test_rate, int, (Pcm*, HwParams*, unsigned, int))                                  \
  F(pcm_hw_params_get_rate_min, int, (const HwParams*, unsigned*, int*))                             \
  F(pcm_hw_params_get_rate_max, int, (const HwParams*, unsigned*, int*))                             \
  F(pcm_hw_params_set_period_size, int, (Pcm*, HwParams*, Frames, int))                              \
  F(pcm_hw_params_set_period_size_near, int, (Pcm*, HwParams*, Frames*, int*))                       \
  F(pcm_hw_params_get_period_size, int, (const HwParams*, Frames*, int*))                            \
  F(pcm_hw_params_get_period_size_min, int, (const HwParams*, Frames*, int*))                        \
  F(pcm_hw_params_get_period_size_max, int, (const HwParams*, Frames*, int*))                        \
  F(pcm_hw_params_set_periods, int, (Pcm*, HwParams*, unsigned, int))                                \
  F(pcm_hw_params_set_buffer_size_near, int, (Pcm*, HwParams*, Frames*))                             \
  F(pcm_hw_params_get_buffer_size, int, (const HwParams*, Frames*))                                  \
  F(pcm_sw_params, int, (Pcm*, SwParams*))                                                           \
  F(pcm_sw_params_malloc, int, (SwParams**))                                                         \
  F(pcm_sw_params_free, void, (SwParams*))                                                           \
  F(pcm_sw_params_current, int, (Pcm*, SwParams*))                                                   \
  F(pcm_sw_params_get_boundary, int, (const SwParams*, Frames*))                                     \
  F(pcm_sw_params_set_start_threshold, int, (Pcm*, SwParams*, Frames))                               \
  F(pcm_sw_params_set_stop_threshold, int, (Pcm*, SwParams*, Frames))                                \
  F(pcm_sw_params_set_silence_threshold, int, (Pcm*, SwParams*, Frames))                             \
  F(pcm_sw_params_set_silence_size, int, (Pcm*, SwParams*, Frames))                                  \
  F(pcm_sw_params_set_avail_min, int, (Pcm*, SwParams*, Frames))                                     \
  F(pcm_sw_params_set_tstamp_mode, int, (Pcm*, SwParams*, int))                                      \
  F(pcm_sw_params_set_tstamp_type, int, (Pcm*, SwParams*, int))                                      \
  F(pcm_query_chmaps, ChannelMapQuery**, (Pcm*))                                                     \
  F(pcm_free_chmaps, void, (ChannelMapQuery**))                                                      \
  F(pcm_chmap_name, const char*, (int))

struct Library {
#define BUSBAR_ALSA_MEMBER(name, result, parameters) result(*name) parameters = nullptr;
  BUSBAR_ALSA_FUNCTIONS(BUSBAR_ALSA_MEMBER)
#undef BUSBAR_ALSA_MEMBER
};

/// The library, opened by the first call and never closed; nullptr, and `why`, where there is none.
const Library* library(std::string& why);

/// What libasound last had to say on this thread, and forgets it; it prints nothing itself.
std::string last_words();

}  // namespace busbar::alsa
