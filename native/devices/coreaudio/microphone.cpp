// AVFoundation has the only question there is, and speaks Objective-C: two methods of one class, called through the runtime, so
// that this file is C++ as the others are. The answer comes to a block, of which there is one for good and which holds nothing.
#include "devices/coreaudio/microphone.h"

#include <dlfcn.h>
#include <objc/message.h>
#include <objc/runtime.h>

#include <condition_variable>
#include <mutex>
#include <string>

#include "devices/coreaudio/cf.h"

// Class of blocks that hold nothing; of the system's library.
extern "C" void* _NSConcreteGlobalBlock[32];

namespace busbar::coreaudio {
namespace {

constexpr const char* kFramework = "/System/Library/Frameworks/AVFoundation.framework/AVFoundation";
/// What AVMediaTypeAudio is.
constexpr const char* kSound = "soun";

enum Status : long { kNotAsked = 0, kRestricted = 1, kRefused = 2, kAllowed = 3 };

constexpr const char* kWhere = "System Settings > Privacy & Security > Microphone";

/// The question that is open, if one is. Never destroyed: an answer may come when all else is over.
struct Question {
  std::mutex mutex;
  std::condition_variable answered;
  bool is_open = false;
};
Question& question() {
  static auto* const one = new Question;
  return *one;
}

/// As the compilers of blocks lay them out.
struct Block {
  struct Layout {
    unsigned long reserved, size;
  };
  void* kind;
  int flags, reserved;
  void (*invoke)(Block*, signed char granted);
  const Layout* layout;
};
constexpr int kHoldsNothing = 1 << 28;

/// What was answered is asked of the system again: it is what counts.
void hear_answer(Block*, signed char) {
  const std::lock_guard lock(question().mutex);
  question().is_open = false;
  question().answered.notify_all();
}

constexpr Block::Layout kLayout{0, sizeof(Block)};
Block on_answer{_NSConcreteGlobalBlock, kHoldsNothing, 0, hear_answer, &kLayout};

Class capture_device() {
  // Kept: what it started may not be unloaded.
  static void* const framework = dlopen(kFramework, RTLD_LAZY);
  (void)framework;
  return objc_getClass("AVCaptureDevice");
}

Status status_of(Class device, CFStringRef sound) {
  const auto call = reinterpret_cast<long (*)(Class, SEL, CFStringRef)>(objc_msgSend);
  return static_cast<Status>(call(device, sel_registerName("authorizationStatusForMediaType:"), sound));
}

void ask(Class device, CFStringRef sound) {
  {
    const std::lock_guard lock(question().mutex);
    if (question().is_open) return;
    question().is_open = true;
  }
  const auto call = reinterpret_cast<void (*)(Class, SEL, CFStringRef, Block*)>(objc_msgSend);
  call(device, sel_registerName("requestAccessForMediaType:completionHandler:"), sound, &on_answer);
}

DeviceError denied(const std::string& why) { return {DeviceFault::denied, why}; }

}  // namespace

DeviceError ask_for_microphone(std::chrono::milliseconds patience) {
  const Class device = capture_device();
  if (device == nullptr) return {};
  const Cf<CFStringRef> sound = to_cf(kSound);
  if (status_of(device, sound.get()) == kNotAsked) {
    ask(device, sound.get());
    std::unique_lock lock(question().mutex);
    question().answered.wait_for(lock, patience, [] { return !question().is_open; });
  }
  switch (status_of(device, sound.get())) {
    case kRefused:
      return denied(std::string("macOS does not let this program use the microphone, so inputs would be silent: allow it for the terminal, in ") + kWhere +
                    ", and start it anew");
    case kRestricted: return denied("this Mac is managed, and lets no program like this use the microphone: ask who manages it, or leave the inputs out");
    case kNotAsked:
      return denied(std::string("macOS asks whether this program may use the microphone, and nobody has answered: answer, or allow it in ") + kWhere +
                    "; under launchd nobody is ever asked, so start it from a terminal");
    case kAllowed: break;
  }
  return {};
}

}  // namespace busbar::coreaudio
