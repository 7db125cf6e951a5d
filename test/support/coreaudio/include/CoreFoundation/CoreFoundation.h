// CoreFoundation as far as a HAL client needs it: base types, strings, numbers, dictionaries, arrays.
// Our own declarations of a public interface, so that the back end compiles where no SDK is; conformance.cpp holds them
// to their sizes and types. Objects are counted: what is created or retained is released once.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

using Boolean = unsigned char;
using UInt8 = unsigned char;
using SInt16 = short;
using UInt16 = unsigned short;
using SInt32 = int;
using UInt32 = unsigned int;
using SInt64 = long long;
using UInt64 = unsigned long long;
using Float32 = float;
using Float64 = double;
using OSStatus = SInt32;
using OSType = UInt32;
enum : OSStatus { noErr = 0 };

extern "C" {

using CFIndex = long;
using CFHashCode = unsigned long;
using CFTypeID = unsigned long;
using CFTypeRef = const void*;
using CFAllocatorRef = const struct __CFAllocator*;
using CFStringRef = const struct __CFString*;
using CFNumberRef = const struct __CFNumber*;
using CFDictionaryRef = const struct __CFDictionary*;
using CFMutableDictionaryRef = struct __CFDictionary*;
using CFArrayRef = const struct __CFArray*;
using CFMutableArrayRef = struct __CFArray*;
using CFRunLoopRef = struct __CFRunLoop*;

extern const CFAllocatorRef kCFAllocatorDefault;

CFTypeRef CFRetain(CFTypeRef object);
void CFRelease(CFTypeRef object);

using CFStringEncoding = UInt32;
enum : CFStringEncoding { kCFStringEncodingUTF8 = 0x08000100 };
CFStringRef CFStringCreateWithCString(CFAllocatorRef allocator, const char* text, CFStringEncoding encoding);
/// In UTF-16 units.
CFIndex CFStringGetLength(CFStringRef string);
CFIndex CFStringGetMaximumSizeForEncoding(CFIndex length, CFStringEncoding encoding);
Boolean CFStringGetCString(CFStringRef string, char* buffer, CFIndex size, CFStringEncoding encoding);

enum CFNumberType : CFIndex { kCFNumberSInt32Type = 3, kCFNumberSInt64Type = 4, kCFNumberFloat64Type = 6 };
CFNumberRef CFNumberCreate(CFAllocatorRef allocator, CFNumberType type, const void* value);
Boolean CFNumberGetValue(CFNumberRef number, CFNumberType type, void* value);

using CFDictionaryRetainCallBack = const void* (*)(CFAllocatorRef, const void*);
using CFDictionaryReleaseCallBack = void (*)(CFAllocatorRef, const void*);
using CFDictionaryCopyDescriptionCallBack = CFStringRef (*)(const void*);
using CFDictionaryEqualCallBack = Boolean (*)(const void*, const void*);
using CFDictionaryHashCallBack = CFHashCode (*)(const void*);
struct CFDictionaryKeyCallBacks {
  CFIndex version;
  CFDictionaryRetainCallBack retain;
  CFDictionaryReleaseCallBack release;
  CFDictionaryCopyDescriptionCallBack copyDescription;
  CFDictionaryEqualCallBack equal;
  CFDictionaryHashCallBack hash;
};
struct CFDictionaryValueCallBacks {
  CFIndex version;
  CFDictionaryRetainCallBack retain;
  CFDictionaryReleaseCallBack release;
  CFDictionaryCopyDescriptionCallBack copyDescription;
  CFDictionaryEqualCallBack equal;
};
extern const CFDictionaryKeyCallBacks kCFTypeDictionaryKeyCallBacks;
extern const CFDictionaryValueCallBacks kCFTypeDictionaryValueCallBacks;
CFMutableDictionaryRef CFDictionaryCreateMutable(CFAllocatorRef allocator, CFIndex capacity,
                                                 const CFDictionaryKeyCallBacks* keys,
                                                 const CFDictionaryValueCallBacks* values);
void CFDictionarySetValue(CFMutableDictionaryRef dictionary, const void* key, const void* value);
const void* CFDictionaryGetValue(CFDictionaryRef dictionary, const void* key);

using CFArrayRetainCallBack = CFDictionaryRetainCallBack;
using CFArrayReleaseCallBack = CFDictionaryReleaseCallBack;
using CFArrayCopyDescriptionCallBack = CFDictionaryCopyDescriptionCallBack;
using CFArrayEqualCallBack = CFDictionaryEqualCallBack;
struct CFArrayCallBacks {
  CFIndex version;
  CFArrayRetainCallBack retain;
  CFArrayReleaseCallBack release;
  CFArrayCopyDescriptionCallBack copyDescription;
  CFArrayEqualCallBack equal;
};
extern const CFArrayCallBacks kCFTypeArrayCallBacks;
CFMutableArrayRef CFArrayCreateMutable(CFAllocatorRef allocator, CFIndex capacity, const CFArrayCallBacks* callbacks);
void CFArrayAppendValue(CFMutableArrayRef array, const void* value);
CFIndex CFArrayGetCount(CFArrayRef array);
const void* CFArrayGetValueAtIndex(CFArrayRef array, CFIndex index);

}  // extern "C"
