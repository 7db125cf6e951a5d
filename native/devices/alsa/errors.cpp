#include "devices/alsa/errors.h"

#include <cerrno>

#include "devices/alsa/system.h"

namespace busbar::alsa {

DeviceError open_error(const Library& alsa, const std::string& id, Direction direction, int error) {
  const std::string side = direction == kCapture ? "input" : "output";
  std::string said = last_words();
  if (!said.empty()) said = " (" + said + ")";
  switch (-error) {
    case ENOENT:
    case ENODEV:
    case ENXIO:
      return {DeviceFault::missing, "there is no ALSA " + side + " " + id + said};
    case EHOSTDOWN:
    case ECONNREFUSED:
      return {DeviceFault::missing, "the sound server behind the ALSA " + side + " " + id + " does not run"};
    case EBUSY:
    case EAGAIN: {
      const std::string holder = holder_of(alsa, id, direction);
      return {DeviceFault::busy, "the ALSA " + side + " " + id + " is in use" + (holder.empty() ? "" : " by " + holder) +
                                     ": close that program, or set the card's profile to off in PipeWire or PulseAudio"};
    }
    case EACCES:
    case EPERM:
      return {DeviceFault::denied, "the ALSA " + side + " " + id + " may not be opened: add the user to the group audio (sudo usermod -aG audio $USER), log out and in again"};
    default:
      return {DeviceFault::failed, "the ALSA " + side + " " + id + " cannot be opened: " + alsa.strerror(error) + said};
  }
}

DeviceError call_error(const Library& alsa, const std::string& id, const char* call, int error) {
  std::string said = last_words();
  if (!said.empty()) said = " (" + said + ")";
  const bool gone = error == -ENODEV || error == -EBADFD;
  return {gone ? DeviceFault::gone : DeviceFault::failed, "the ALSA device " + id + " failed in " + call + ": " + alsa.strerror(error) + said};
}

Trouble trouble_of_state(int state) noexcept {
  switch (state) {
    case kXrun: return Trouble::xrun;
    case kSuspended: return Trouble::suspended;
    case kDisconnected: return Trouble::gone;
    default: return Trouble::none;
  }
}

Trouble trouble_of(const Library& alsa, Pcm* pcm, long error) noexcept {
  if (error >= 0 || error == -EAGAIN || error == -EINTR) return Trouble::none;
  const Trouble told = trouble_of_state(alsa.pcm_state(pcm));
  if (told != Trouble::none) return told;
  // The state may lag behind. EPIPE and ESTRPIPE are equal on some systems, so no switch.
  if (error == -EPIPE) return Trouble::xrun;
  if (error == -ESTRPIPE) return Trouble::suspended;
  if (error == -ENODEV || error == -ENXIO || error == -EBADFD) return Trouble::gone;
  return Trouble::xrun;
}

}  // namespace busbar::alsa
