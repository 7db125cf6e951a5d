// Objects of CoreFoundation. In: a reference. Out: what it holds. Invariants: counted one by one, so that what a client
// forgets shows; over-released ones are found by the address sanitizer.
#pragma once

#include <CoreFoundation/CoreFoundation.h>

#include <optional>
#include <string>

namespace hal {

/// With one reference, the caller's.
CFStringRef new_string(const std::string& text);
/// Empty for null.
std::string text_of(CFStringRef string);
std::string text_under(CFDictionaryRef dictionary, const char* key);
std::optional<SInt32> number_under(CFDictionaryRef dictionary, const char* key);
const void* value_under(CFDictionaryRef dictionary, const char* key);
int living_objects();

}  // namespace hal
