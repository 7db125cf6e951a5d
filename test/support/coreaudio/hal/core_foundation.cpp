// Counted objects behind the opaque references. Keys of dictionaries are compared by their text.
#include "hal/core_foundation.h"

#include <atomic>
#include <cstring>
#include <utility>
#include <variant>
#include <vector>

namespace {

using Text = std::string;
struct Number {
  double value;
  SInt64 whole;
};
struct Pairs {
  bool retains_keys, retains_values;
  std::vector<std::pair<const void*, const void*>> all;
};
struct List {
  bool retains;
  std::vector<const void*> all;
};

std::atomic<int> living{0};

struct Object {
  std::atomic<int> references{1};
  std::variant<Text, Number, Pairs, List> value;

  explicit Object(std::variant<Text, Number, Pairs, List> v) : value(std::move(v)) { ++living; }
  ~Object() {
    --living;
    if (const Pairs* pairs = std::get_if<Pairs>(&value))
      for (const auto& [key, held] : pairs->all) {
        if (pairs->retains_keys) CFRelease(key);
        if (pairs->retains_values) CFRelease(held);
      }
    if (const List* list = std::get_if<List>(&value); list != nullptr && list->retains)
      for (const void* held : list->all) CFRelease(held);
  }
};

Object& object_of(const void* reference) { return *static_cast<Object*>(const_cast<void*>(reference)); }
template <class T>
T& value_of(const void* reference) { return std::get<T>(object_of(reference).value); }

template <class Ref>
Ref made(std::variant<Text, Number, Pairs, List> value) { return reinterpret_cast<Ref>(new Object(std::move(value))); }

/// Callers tell retained contents from bare pointers by the address of the callbacks.
const void* retain(CFAllocatorRef, const void* object) { return CFRetain(object); }
void release(CFAllocatorRef, const void* object) { CFRelease(object); }
Boolean equal(const void* a, const void* b) {
  const Text* x = std::get_if<Text>(&object_of(a).value);
  const Text* y = std::get_if<Text>(&object_of(b).value);
  return a == b || (x != nullptr && y != nullptr && *x == *y);
}
CFHashCode hash(const void*) { return 0; }

/// UTF-16 units of a text in UTF-8.
CFIndex units_of(const Text& text) {
  CFIndex units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) != 0x80) units += byte >= 0xF0 ? 2 : 1;
  }
  return units;
}

}  // namespace

extern "C" {

const CFAllocatorRef kCFAllocatorDefault = nullptr;
const CFDictionaryKeyCallBacks kCFTypeDictionaryKeyCallBacks{0, retain, release, nullptr, equal, hash};
const CFDictionaryValueCallBacks kCFTypeDictionaryValueCallBacks{0, retain, release, nullptr, equal};
const CFArrayCallBacks kCFTypeArrayCallBacks{0, retain, release, nullptr, equal};

CFTypeRef CFRetain(CFTypeRef object) {
  ++object_of(object).references;
  return object;
}
void CFRelease(CFTypeRef object) {
  if (--object_of(object).references == 0) delete &object_of(object);
}

CFStringRef CFStringCreateWithCString(CFAllocatorRef, const char* text, CFStringEncoding encoding) {
  return encoding == kCFStringEncodingUTF8 ? made<CFStringRef>(Text(text)) : nullptr;
}
CFIndex CFStringGetLength(CFStringRef string) { return units_of(value_of<Text>(string)); }
CFIndex CFStringGetMaximumSizeForEncoding(CFIndex length, CFStringEncoding) { return length * 3; }
Boolean CFStringGetCString(CFStringRef string, char* buffer, CFIndex size, CFStringEncoding encoding) {
  const Text& text = value_of<Text>(string);
  if (encoding != kCFStringEncodingUTF8 || size < static_cast<CFIndex>(text.size()) + 1) return 0;
  std::memcpy(buffer, text.c_str(), text.size() + 1);
  return 1;
}

CFNumberRef CFNumberCreate(CFAllocatorRef, CFNumberType type, const void* value) {
  if (type == kCFNumberSInt32Type) return made<CFNumberRef>(Number{double(*static_cast<const SInt32*>(value)), *static_cast<const SInt32*>(value)});
  if (type == kCFNumberSInt64Type) return made<CFNumberRef>(Number{double(*static_cast<const SInt64*>(value)), *static_cast<const SInt64*>(value)});
  const double number = *static_cast<const Float64*>(value);
  return made<CFNumberRef>(Number{number, static_cast<SInt64>(number)});
}
Boolean CFNumberGetValue(CFNumberRef number, CFNumberType type, void* value) {
  const Number& is = value_of<Number>(number);
  if (type == kCFNumberSInt32Type) *static_cast<SInt32*>(value) = static_cast<SInt32>(is.whole);
  else if (type == kCFNumberSInt64Type) *static_cast<SInt64*>(value) = is.whole;
  else *static_cast<Float64*>(value) = is.value;
  return 1;
}

CFMutableDictionaryRef CFDictionaryCreateMutable(CFAllocatorRef, CFIndex, const CFDictionaryKeyCallBacks* keys, const CFDictionaryValueCallBacks* values) {
  return made<CFMutableDictionaryRef>(Pairs{keys != nullptr && keys->retain != nullptr, values != nullptr && values->retain != nullptr, {}});
}
void CFDictionarySetValue(CFMutableDictionaryRef dictionary, const void* key, const void* value) {
  Pairs& pairs = value_of<Pairs>(dictionary);
  if (pairs.retains_values) CFRetain(value);
  for (auto& [k, held] : pairs.all)
    if (equal(k, key)) {
      const void* const before = std::exchange(held, value);
      if (pairs.retains_values) CFRelease(before);
      return;
    }
  if (pairs.retains_keys) CFRetain(key);
  pairs.all.emplace_back(key, value);
}
const void* CFDictionaryGetValue(CFDictionaryRef dictionary, const void* key) {
  for (const auto& [k, held] : value_of<Pairs>(dictionary).all)
    if (equal(k, key)) return held;
  return nullptr;
}

CFMutableArrayRef CFArrayCreateMutable(CFAllocatorRef, CFIndex, const CFArrayCallBacks* callbacks) {
  return made<CFMutableArrayRef>(List{callbacks != nullptr && callbacks->retain != nullptr, {}});
}
void CFArrayAppendValue(CFMutableArrayRef array, const void* value) {
  List& list = value_of<List>(array);
  if (list.retains) CFRetain(value);
  list.all.push_back(value);
}
CFIndex CFArrayGetCount(CFArrayRef array) { return static_cast<CFIndex>(value_of<List>(array).all.size()); }
const void* CFArrayGetValueAtIndex(CFArrayRef array, CFIndex index) { return value_of<List>(array).all.at(static_cast<std::size_t>(index)); }

}  // extern "C"

namespace hal {

CFStringRef new_string(const std::string& text) { return CFStringCreateWithCString(kCFAllocatorDefault, text.c_str(), kCFStringEncodingUTF8); }
std::string text_of(CFStringRef string) { return string == nullptr ? std::string() : value_of<Text>(string); }

const void* value_under(CFDictionaryRef dictionary, const char* key) {
  for (const auto& [k, held] : value_of<Pairs>(dictionary).all)
    if (value_of<Text>(k) == key) return held;
  return nullptr;
}
std::string text_under(CFDictionaryRef dictionary, const char* key) {
  const void* const found = value_under(dictionary, key);
  const Text* const text = found == nullptr ? nullptr : std::get_if<Text>(&object_of(found).value);
  return text == nullptr ? Text() : *text;
}
std::optional<SInt32> number_under(CFDictionaryRef dictionary, const char* key) {
  const void* const found = value_under(dictionary, key);
  const Number* const number = found == nullptr ? nullptr : std::get_if<Number>(&object_of(found).value);
  if (number == nullptr) return {};
  return static_cast<SInt32>(number->whole);
}
int living_objects() { return living; }

}  // namespace hal
