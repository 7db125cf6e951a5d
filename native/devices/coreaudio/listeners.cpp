#include "devices/coreaudio/listeners.h"

#include <utility>

namespace busbar::coreaudio {
namespace {

OSStatus hear(AudioObjectID, UInt32 count, const AudioObjectPropertyAddress* addresses, void* token) {
  Doorway<Notices>::enter(token, [&](Notices& notices) {
    std::uint32_t kinds = 0;
    for (UInt32 i = 0; i < count; ++i) {
      if (addresses[i].mSelector == kAudioDeviceProcessorOverload) notices.count_overload();
      else kinds |= addresses[i].mSelector == kAudioHardwarePropertyServiceRestarted ? Notices::kRestarted : Notices::kDevice;
    }
    if (kinds != 0) notices.post(kinds);
  });
  return kAudioHardwareNoError;
}

/// Without this word notices come by the run loop of the main thread, and Node has none. The name of the property is in no header
/// that all systems have; a HAL that does not know it needs no word.
void ask_for_own_thread() {
  constexpr AudioObjectPropertyAddress run_loop{'rnlp', kAudioObjectPropertyScopeGlobal, kAudioObjectPropertyElementMain};
  const void* const none = nullptr;
  if (AudioObjectHasProperty(kAudioObjectSystemObject, &run_loop) != 0)
    AudioObjectSetPropertyData(kAudioObjectSystemObject, &run_loop, 0, nullptr, sizeof none, &none);
}

}  // namespace

Listeners::Listeners() : door_(notices_) {
  static std::once_flag asked;
  std::call_once(asked, ask_for_own_thread);
}

void Notices::post(std::uint32_t kinds) noexcept {
  if ((kinds & kRestarted) != 0) restarted_.store(true, std::memory_order_release);
  {
    const std::lock_guard lock(mutex_);
    kinds_ |= kinds;
  }
  changed_.notify_all();
}

std::uint32_t Notices::wait(Deadline until) {
  std::unique_lock lock(mutex_);
  changed_.wait_until(lock, until, [this] { return kinds_ != 0; });
  return std::exchange(kinds_, 0);
}

void Listeners::clear() noexcept {
  while (!heard_.empty()) remove(heard_.back().object);
}

void Listeners::add(AudioObjectID object, AudioObjectPropertySelector selector, AudioObjectPropertyScope scope) {
  const AudioObjectPropertyAddress address{selector, scope, kAudioObjectPropertyElementMain};
  if (is_deaf() || AudioObjectHasProperty(object, &address) == 0) return;
  if (AudioObjectAddPropertyListener(object, &address, hear, door_.token()) == kAudioHardwareNoError) heard_.push_back({object, address});
}

// Those of an object that went are refused, which is as good; where another has its number by now, no other has our token.
void Listeners::remove(AudioObjectID object) noexcept {
  for (const Heard& h : heard_)
    if (h.object == object) AudioObjectRemovePropertyListener(h.object, &h.address, hear, door_.token());
  std::erase_if(heard_, [object](const Heard& h) { return h.object == object; });
}

}  // namespace busbar::coreaudio
