// The control thread of an open device: what the HAL tells of it, and what it does not tell. Not every loss is told: objects that
// do not answer, a UID that is gone from the list and an IO thread that calls no more are losses, too.
#include <algorithm>
#include <chrono>
#include <cmath>

#include "devices/coreaudio/errors.h"
#include "devices/coreaudio/property.h"
#include "devices/coreaudio/rate.h"
#include "devices/coreaudio/system.h"
#include "devices/coreaudio/unit.h"

namespace busbar::coreaudio {
namespace {

/// Looks in a row, each a period and this long, without a call: four periods and half a second.
constexpr unsigned kStill = 4;
constexpr std::chrono::milliseconds kLook{125};

}  // namespace

void Unit::watch() {
  const auto period = std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 * form_.period / form_.rate_hz));
  Deadline next = std::chrono::steady_clock::now() + kLook + period;
  // What was said while it was opened was heard by whoever waited then.
  listeners_.notices().post(Notices::kDevice);
  while (!finished_.load(std::memory_order_acquire)) {
    const std::uint32_t kinds = listeners_.notices().wait(next);
    const Deadline now = std::chrono::steady_clock::now();
    const bool is_due = now >= next;
    // A machine that is late to look, busy or back from sleep, may be late to call: that look counts for nothing.
    const bool is_late = now >= next + kLook;
    if (is_due) next = now + kLook + period;
    std::optional<Loss> loss = look(kinds);
    if (!loss && is_due && stands_still(is_late)) loss = Loss{DeviceFault::failed, "it stands still: it was started, and calls no more"};
    if (!loss) continue;
    return lose(*loss);
  }
}

std::optional<Unit::Loss> Unit::look(std::uint32_t kinds) {
  if (listeners_.notices().is_restarted()) return Loss{DeviceFault::gone, "macOS restarted its audio service (coreaudiod)"};
  for (const Part& part : parts_)
    if (std::optional<Loss> loss = look_at_part(part)) return loss;
  if ((kinds & Notices::kDevice) == 0) return {};
  Layout inputs, outputs;
  // It may go between two questions.
  if (read_layout(device_, false, inputs) || read_layout(device_, true, outputs)) return is_void();
  if (inputs != form_.inputs || outputs != form_.outputs) return Loss{DeviceFault::changed, "its streams or their format were changed"};
  return {};
}

/// A service that starts anew says so when it is back: its objects are void long before.
Unit::Loss Unit::is_void() noexcept {
  return {DeviceFault::gone, "it went away: it was unplugged, or macOS restarted its audio service (coreaudiod)"};
}

std::optional<Unit::Loss> Unit::look_at_part(const Part& part) {
  UInt32 alive = 0;
  if (read(part.device, at(kAudioDevicePropertyDeviceIsAlive), alive) != kAudioHardwareNoError) return is_void();
  if (alive == 0) return Loss{DeviceFault::gone, "it was unplugged"};
  if (device_of(part.uid) != part.device) return is_void();
  const double rate_hz = rate_of(part.device);
  if (rate_hz == 0) return is_void();
  if (std::fabs(rate_hz - form_.rate_hz) >= 0.5) return Loss{DeviceFault::changed, "another program, or its user, changed its rate"};
  return {};
}

bool Unit::stands_still(bool is_late) {
  const std::uint64_t calls = io_->calls();
  if (calls != calls_seen_) still_ = 0;
  else if (!is_late) ++still_;
  calls_seen_ = calls;
  return still_ >= kStill;
}

/// First no cycle, then the word: it is the last.
void Unit::lose(const Loss& loss) noexcept {
  const std::lock_guard lock(telling_);
  door_->shut();
  if (client_ != nullptr) client_->lost(loss.fault, loss.why);
}

}  // namespace busbar::coreaudio
