#include "devices/coreaudio/plugs.h"

#include <initializer_list>
#include <utility>

namespace busbar::coreaudio {
namespace {

constexpr std::chrono::milliseconds kTogether{100};
/// It is woken by what it waits for.
constexpr std::chrono::hours kIdle{1};

}  // namespace

Plugs::Plugs(std::function<void()> changed) : changed_(std::move(changed)) {
  for (const AudioObjectPropertySelector selector : std::initializer_list<AudioObjectPropertySelector>{
           kAudioHardwarePropertyDevices, kAudioHardwarePropertyDefaultInputDevice, kAudioHardwarePropertyDefaultOutputDevice,
           kAudioHardwarePropertyServiceRestarted})
    listeners_.add(kAudioObjectSystemObject, selector);
  thread_ = std::thread([this] { watch(); });
}

Plugs::~Plugs() {
  ends_.store(true);
  listeners_.notices().post(Notices::kAsked);
  thread_.join();
}

void Plugs::watch() {
  Notices& notices = listeners_.notices();
  while (!ends_.load()) {
    if (notices.wait(std::chrono::steady_clock::now() + kIdle) == 0) continue;
    const Deadline until = std::chrono::steady_clock::now() + kTogether;
    while (!ends_.load() && std::chrono::steady_clock::now() < until) notices.wait(until);
    if (!ends_.load()) changed_();
  }
}

}  // namespace busbar::coreaudio
