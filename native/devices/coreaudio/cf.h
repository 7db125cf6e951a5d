// Objects of CoreFoundation with an owner. In: what a `Create` or `Copy` call gave. Out: released once.
#pragma once

#include <CoreFoundation/CoreFoundation.h>

#include <memory>
#include <string>
#include <type_traits>

namespace busbar::coreaudio {

struct CfRelease {
  void operator()(const void* object) const noexcept { CFRelease(object); }
};

template <class Ref>
using Cf = std::unique_ptr<std::remove_pointer_t<Ref>, CfRelease>;

Cf<CFStringRef> to_cf(const std::string& text);
/// Empty for null.
std::string from_cf(CFStringRef text);

}  // namespace busbar::coreaudio
