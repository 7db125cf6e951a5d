#include "devices/coreaudio/cf.h"

namespace busbar::coreaudio {

Cf<CFStringRef> to_cf(const std::string& text) {
  return Cf<CFStringRef>(CFStringCreateWithCString(kCFAllocatorDefault, text.c_str(), kCFStringEncodingUTF8));
}

std::string from_cf(CFStringRef text) {
  if (text == nullptr) return {};
  const CFIndex most = CFStringGetMaximumSizeForEncoding(CFStringGetLength(text), kCFStringEncodingUTF8) + 1;
  std::string out(static_cast<std::size_t>(most), '\0');
  if (!CFStringGetCString(text, out.data(), most, kCFStringEncodingUTF8)) return {};
  out.resize(out.find('\0'));
  return out;
}

}  // namespace busbar::coreaudio
