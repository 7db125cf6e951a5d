// Leave to use the microphone: the class that is asked for it, as Objective-C's runtime finds it, and the user who answers.
#include <objc/runtime.h>

#include <CoreFoundation/CoreFoundation.h>

#include <cstring>
#include <set>
#include <string>

#include "hal/core_foundation.h"
#include "hal/model.h"
#include "hal/notices.h"

struct objc_class {};

namespace {

/// A block, as far as the one who calls it needs to know.
struct Block {
  void* kind;
  int flags, reserved;
  void (*invoke)(Block*, signed char granted);
};

objc_class capture_device;
/// So that who does not wait for it has none.
constexpr double kAnswerTakesMs = 200;

bool is(SEL method, const char* name) { return std::strcmp(reinterpret_cast<const char*>(method), name) == 0; }

}  // namespace

using namespace hal;

extern "C" {

void* _NSConcreteGlobalBlock[32];

Class objc_getClass(const char* name) { return std::strcmp(name, "AVCaptureDevice") == 0 ? &capture_device : nullptr; }

SEL sel_registerName(const char* name) {
  static auto* const names = new std::set<std::string>;
  const Guard guard(model().lock);
  return reinterpret_cast<SEL>(const_cast<char*>(names->insert(name).first->c_str()));
}

/// Of any type, to those who call it: here it is that of both methods in one.
long objc_msgSend(Class receiver, SEL method, CFStringRef media, Block* answer) {
  Guard guard(model().lock);
  if (receiver != &capture_device || text_of(media) != "soun") return -1;
  if (is(method, "authorizationStatusForMediaType:")) return static_cast<long>(model().options.microphone);
  if (!is(method, "requestAccessForMediaType:completionHandler:")) return -1;
  ++model().microphone_questions;
  if (model().options.answer == Answer::never) return 0;
  later(kAnswerTakesMs, [answer](Guard& inner) {
    const bool yes = model().options.answer == Answer::yes;
    model().options.microphone = yes ? Leave::given : Leave::refused;
    inner.unlock();
    answer->invoke(answer, yes ? 1 : 0);
    inner.lock();
  });
  return 0;
}

}  // extern "C"
