// The interface that the back end is written against, pinned: every constant, size, offset and function type. Compiled
// against our declarations, so that the double cannot drift, and against the system's where there is a Mac. Never run.
#include <CoreAudio/CoreAudio.h>
#include <CoreFoundation/CoreFoundation.h>
#include <mach/mach.h>
#include <mach/mach_time.h>
#include <os/workgroup.h>
#include <pthread.h>

#include <cstddef>
#include <type_traits>

namespace {

/// As both compilers read 'abcd', without the literal that they warn of.
constexpr UInt32 code(const char (&text)[5]) {
  UInt32 value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(text[i]);
  return value;
}
constexpr OSStatus status(const char (&text)[5]) { return static_cast<OSStatus>(code(text)); }
constexpr bool same(const char* a, const char* b) {
  for (; *a != 0 && *a == *b; ++a, ++b) {
  }
  return *a == *b;
}

#define IS(name, value) static_assert((name) == (value), #name)
#define TYPE(name, ...) static_assert(std::is_same_v<name, __VA_ARGS__>, #name)
#define FUNCTION(name, ...) static_assert(std::is_same_v<decltype(&name), __VA_ARGS__>, #name)
#define SIZE(type, size) static_assert(sizeof(type) == (size), #type)
#define AT(type, field, offset) static_assert(offsetof(type, field) == (offset), #type "::" #field)

// --- Base types ---------------------------------------------------------------------------------------------------
TYPE(UInt32, unsigned int);
TYPE(SInt32, int);
TYPE(UInt64, unsigned long long);
TYPE(Float64, double);
TYPE(Boolean, unsigned char);
TYPE(OSStatus, SInt32);
TYPE(AudioObjectID, UInt32);
TYPE(AudioClassID, UInt32);
TYPE(AudioObjectPropertySelector, UInt32);
TYPE(AudioObjectPropertyScope, UInt32);
TYPE(AudioObjectPropertyElement, UInt32);
TYPE(CFIndex, long);
TYPE(CFStringEncoding, UInt32);
TYPE(CFTypeRef, const void*);
TYPE(std::remove_const_t<std::remove_pointer_t<CFDictionaryRef>>*, CFMutableDictionaryRef);
TYPE(std::remove_const_t<std::remove_pointer_t<CFArrayRef>>*, CFMutableArrayRef);
static_assert(std::is_const_v<std::remove_pointer_t<CFDictionaryRef>> && std::is_const_v<std::remove_pointer_t<CFArrayRef>>);
static_assert(!std::is_const_v<std::remove_pointer_t<CFMutableDictionaryRef>> && !std::is_const_v<std::remove_pointer_t<CFMutableArrayRef>>);

// --- Layouts ------------------------------------------------------------------------------------------------------
SIZE(AudioObjectPropertyAddress, 12);
AT(AudioObjectPropertyAddress, mSelector, 0);
AT(AudioObjectPropertyAddress, mScope, 4);
AT(AudioObjectPropertyAddress, mElement, 8);
SIZE(AudioValueRange, 16);
AT(AudioValueRange, mMinimum, 0);
AT(AudioValueRange, mMaximum, 8);
SIZE(AudioBuffer, 16);
AT(AudioBuffer, mNumberChannels, 0);
AT(AudioBuffer, mDataByteSize, 4);
AT(AudioBuffer, mData, 8);
SIZE(AudioBufferList, 24);
AT(AudioBufferList, mNumberBuffers, 0);
AT(AudioBufferList, mBuffers, 8);
SIZE(AudioStreamBasicDescription, 40);
AT(AudioStreamBasicDescription, mSampleRate, 0);
AT(AudioStreamBasicDescription, mFormatID, 8);
AT(AudioStreamBasicDescription, mFormatFlags, 12);
AT(AudioStreamBasicDescription, mBytesPerPacket, 16);
AT(AudioStreamBasicDescription, mFramesPerPacket, 20);
AT(AudioStreamBasicDescription, mBytesPerFrame, 24);
AT(AudioStreamBasicDescription, mChannelsPerFrame, 28);
AT(AudioStreamBasicDescription, mBitsPerChannel, 32);
AT(AudioStreamBasicDescription, mReserved, 36);
SIZE(AudioStreamRangedDescription, 56);
AT(AudioStreamRangedDescription, mFormat, 0);
AT(AudioStreamRangedDescription, mSampleRateRange, 40);
SIZE(SMPTETime, 24);
AT(SMPTETime, mSubframes, 0);
AT(SMPTETime, mSubframeDivisor, 2);
AT(SMPTETime, mCounter, 4);
AT(SMPTETime, mType, 8);
AT(SMPTETime, mFlags, 12);
AT(SMPTETime, mHours, 16);
AT(SMPTETime, mMinutes, 18);
AT(SMPTETime, mSeconds, 20);
AT(SMPTETime, mFrames, 22);
SIZE(AudioTimeStamp, 64);
AT(AudioTimeStamp, mSampleTime, 0);
AT(AudioTimeStamp, mHostTime, 8);
AT(AudioTimeStamp, mRateScalar, 16);
AT(AudioTimeStamp, mWordClockTime, 24);
AT(AudioTimeStamp, mSMPTETime, 32);
AT(AudioTimeStamp, mFlags, 56);
AT(AudioTimeStamp, mReserved, 60);
SIZE(AudioHardwareIOProcStreamUsage, 16);
AT(AudioHardwareIOProcStreamUsage, mIOProc, 0);
AT(AudioHardwareIOProcStreamUsage, mNumberStreams, 8);
AT(AudioHardwareIOProcStreamUsage, mStreamIsOn, 12);
SIZE(thread_time_constraint_policy_data_t, 16);
AT(thread_time_constraint_policy_data_t, period, 0);
AT(thread_time_constraint_policy_data_t, computation, 4);
AT(thread_time_constraint_policy_data_t, constraint, 8);
AT(thread_time_constraint_policy_data_t, preemptible, 12);
SIZE(mach_timebase_info_data_t, 8);
AT(mach_timebase_info_data_t, numer, 0);
AT(mach_timebase_info_data_t, denom, 4);
SIZE(os_workgroup_join_token_s, 40);

// --- Constants: objects and the system ----------------------------------------------------------------------------
IS(kAudioObjectUnknown, 0u);
IS(kAudioObjectSystemObject, 1u);
IS(kAudioObjectPropertyElementMain, 0u);
IS(kAudioObjectPropertyScopeGlobal, code("glob"));
IS(kAudioObjectPropertyScopeInput, code("inpt"));
IS(kAudioObjectPropertyScopeOutput, code("outp"));
IS(kAudioObjectPropertyScopeWildcard, code("****"));
IS(kAudioDeviceClassID, code("adev"));
IS(kAudioAggregateDeviceClassID, code("aagg"));
IS(kAudioSubDeviceClassID, code("asub"));
IS(kAudioStreamClassID, code("astr"));
IS(kAudioObjectPropertyClass, code("clas"));
IS(kAudioObjectPropertyBaseClass, code("bcls"));
IS(kAudioObjectPropertyOwner, code("stdv"));
IS(kAudioObjectPropertyName, code("lnam"));
IS(kAudioObjectPropertyManufacturer, code("lmak"));
IS(kAudioObjectPropertyElementName, code("lchn"));
IS(kAudioObjectPropertyOwnedObjects, code("ownd"));
IS(kAudioHardwarePropertyDevices, code("dev#"));
IS(kAudioHardwarePropertyDefaultInputDevice, code("dIn "));
IS(kAudioHardwarePropertyDefaultOutputDevice, code("dOut"));
IS(kAudioHardwarePropertyDefaultSystemOutputDevice, code("sOut"));
IS(kAudioHardwarePropertyTranslateUIDToDevice, code("uidd"));
IS(kAudioHardwarePropertyClockDeviceList, code("clk#"));
IS(kAudioHardwarePropertyTranslateUIDToClockDevice, code("uidc"));
IS(kAudioHardwarePropertyServiceRestarted, code("srst"));
IS(kAudioHardwarePropertyHogModeIsAllowed, code("hogr"));

// --- Constants: devices and streams -------------------------------------------------------------------------------
IS(kAudioDevicePropertyDeviceUID, code("uid "));
IS(kAudioDevicePropertyModelUID, code("muid"));
IS(kAudioDevicePropertyTransportType, code("tran"));
IS(kAudioDevicePropertyRelatedDevices, code("akin"));
IS(kAudioDevicePropertyClockDomain, code("clkd"));
IS(kAudioDevicePropertyDeviceIsAlive, code("livn"));
IS(kAudioDevicePropertyDeviceIsRunning, code("goin"));
IS(kAudioDevicePropertyDeviceCanBeDefaultDevice, code("dflt"));
IS(kAudioDevicePropertyLatency, code("ltnc"));
IS(kAudioDevicePropertyStreams, code("stm#"));
IS(kAudioDevicePropertySafetyOffset, code("saft"));
IS(kAudioDevicePropertyNominalSampleRate, code("nsrt"));
IS(kAudioDevicePropertyAvailableNominalSampleRates, code("nsr#"));
IS(kAudioDevicePropertyIsHidden, code("hidn"));
IS(kAudioDevicePropertyPreferredChannelsForStereo, code("dch2"));
IS(kAudioDevicePropertyPreferredChannelLayout, code("srnd"));
IS(kAudioDevicePropertyDeviceHasChanged, code("diff"));
IS(kAudioDevicePropertyDeviceIsRunningSomewhere, code("gone"));
IS(kAudioDeviceProcessorOverload, code("over"));
IS(kAudioDevicePropertyIOStoppedAbnormally, code("stpd"));
IS(kAudioDevicePropertyHogMode, code("oink"));
IS(kAudioDevicePropertyBufferFrameSize, code("fsiz"));
IS(kAudioDevicePropertyBufferFrameSizeRange, code("fsz#"));
IS(kAudioDevicePropertyUsesVariableBufferFrameSizes, code("vfsz"));
IS(kAudioDevicePropertyIOCycleUsage, code("ncyc"));
IS(kAudioDevicePropertyStreamConfiguration, code("slay"));
IS(kAudioDevicePropertyIOProcStreamUsage, code("suse"));
IS(kAudioDevicePropertyActualSampleRate, code("asrt"));
IS(kAudioDevicePropertyClockDevice, code("apcd"));
IS(kAudioDevicePropertyIOThreadOSWorkgroup, code("oswg"));
IS(kAudioDevicePropertyDataSource, code("ssrc"));
IS(kAudioStreamPropertyIsActive, code("sact"));
IS(kAudioStreamPropertyDirection, code("sdir"));
IS(kAudioStreamPropertyTerminalType, code("term"));
IS(kAudioStreamPropertyStartingChannel, code("schn"));
IS(kAudioStreamPropertyLatency, code("ltnc"));
IS(kAudioStreamPropertyVirtualFormat, code("sfmt"));
IS(kAudioStreamPropertyAvailableVirtualFormats, code("sfma"));
IS(kAudioStreamPropertyPhysicalFormat, code("pft "));
IS(kAudioStreamPropertyAvailablePhysicalFormats, code("pfta"));
IS(kAudioDeviceTransportTypeUnknown, 0u);
IS(kAudioDeviceTransportTypeBuiltIn, code("bltn"));
IS(kAudioDeviceTransportTypeAggregate, code("grup"));
IS(kAudioDeviceTransportTypeVirtual, code("virt"));
IS(kAudioDeviceTransportTypePCI, code("pci "));
IS(kAudioDeviceTransportTypeUSB, code("usb "));
IS(kAudioDeviceTransportTypeFireWire, code("1394"));
IS(kAudioDeviceTransportTypeBluetooth, code("blue"));
IS(kAudioDeviceTransportTypeBluetoothLE, code("blea"));
IS(kAudioDeviceTransportTypeHDMI, code("hdmi"));
IS(kAudioDeviceTransportTypeDisplayPort, code("dprt"));
IS(kAudioDeviceTransportTypeAirPlay, code("airp"));
IS(kAudioDeviceTransportTypeAVB, code("eavb"));
IS(kAudioDeviceTransportTypeThunderbolt, code("thun"));

// --- Constants: aggregates ----------------------------------------------------------------------------------------
IS(kAudioAggregateDevicePropertyFullSubDeviceList, code("grup"));
IS(kAudioAggregateDevicePropertyActiveSubDeviceList, code("agrp"));
IS(kAudioAggregateDevicePropertyComposition, code("acom"));
IS(kAudioAggregateDevicePropertyMainSubDevice, code("amst"));
IS(kAudioAggregateDevicePropertyClockDevice, code("apcd"));
IS(kAudioSubDevicePropertyExtraLatency, code("xltc"));
IS(kAudioSubDevicePropertyDriftCompensation, code("drft"));
IS(kAudioSubDevicePropertyDriftCompensationQuality, code("drfq"));
static_assert(same(kAudioAggregateDeviceUIDKey, "uid"));
static_assert(same(kAudioAggregateDeviceNameKey, "name"));
static_assert(same(kAudioAggregateDeviceSubDeviceListKey, "subdevices"));
static_assert(same(kAudioAggregateDeviceMainSubDeviceKey, "master"));
static_assert(same(kAudioAggregateDeviceClockDeviceKey, "clock"));
static_assert(same(kAudioAggregateDeviceIsPrivateKey, "private"));
static_assert(same(kAudioAggregateDeviceIsStackedKey, "stacked"));
static_assert(same(kAudioSubDeviceUIDKey, "uid"));
static_assert(same(kAudioSubDeviceNameKey, "name"));
static_assert(same(kAudioSubDeviceInputChannelsKey, "channels-in"));
static_assert(same(kAudioSubDeviceOutputChannelsKey, "channels-out"));
static_assert(same(kAudioSubDeviceExtraInputLatencyKey, "latency-in"));
static_assert(same(kAudioSubDeviceExtraOutputLatencyKey, "latency-out"));
static_assert(same(kAudioSubDeviceDriftCompensationKey, "drift"));
static_assert(same(kAudioSubDeviceDriftCompensationQualityKey, "drift quality"));

// --- Constants: errors, formats, stamps ---------------------------------------------------------------------------
IS(kAudioHardwareNoError, 0);
IS(kAudioHardwareNotRunningError, status("stop"));
IS(kAudioHardwareUnspecifiedError, status("what"));
IS(kAudioHardwareUnknownPropertyError, status("who?"));
IS(kAudioHardwareBadPropertySizeError, status("!siz"));
IS(kAudioHardwareIllegalOperationError, status("nope"));
IS(kAudioHardwareBadObjectError, status("!obj"));
IS(kAudioHardwareBadDeviceError, status("!dev"));
IS(kAudioHardwareBadStreamError, status("!str"));
IS(kAudioHardwareUnsupportedOperationError, status("unop"));
IS(kAudioHardwareNotReadyError, status("nrdy"));
IS(kAudioDeviceUnsupportedFormatError, status("!dat"));
IS(kAudioDevicePermissionsError, status("!hog"));
IS(kAudioFormatLinearPCM, code("lpcm"));
IS(kAudioFormatFlagIsFloat, 1u);
IS(kAudioFormatFlagIsBigEndian, 2u);
IS(kAudioFormatFlagIsSignedInteger, 4u);
IS(kAudioFormatFlagIsPacked, 8u);
IS(kAudioFormatFlagIsAlignedHigh, 16u);
IS(kAudioFormatFlagIsNonInterleaved, 32u);
IS(kAudioFormatFlagIsNonMixable, 64u);
IS(kAudioTimeStampSampleTimeValid, 1u);
IS(kAudioTimeStampHostTimeValid, 2u);
IS(kAudioTimeStampRateScalarValid, 4u);
IS(kAudioTimeStampWordClockTimeValid, 8u);
IS(kCFStringEncodingUTF8, 0x08000100u);
IS(kCFNumberSInt32Type, 3);
IS(THREAD_TIME_CONSTRAINT_POLICY, 2);
IS(THREAD_TIME_CONSTRAINT_POLICY_COUNT, 4u);

// --- Functions ----------------------------------------------------------------------------------------------------
using Address = AudioObjectPropertyAddress;
TYPE(AudioObjectPropertyListenerProc, OSStatus (*)(AudioObjectID, UInt32, const Address*, void*));
TYPE(AudioDeviceIOProc, OSStatus (*)(AudioObjectID, const AudioTimeStamp*, const AudioBufferList*, const AudioTimeStamp*, AudioBufferList*, const AudioTimeStamp*, void*));
TYPE(AudioDeviceIOProcID, AudioDeviceIOProc);
FUNCTION(AudioObjectHasProperty, Boolean (*)(AudioObjectID, const Address*));
FUNCTION(AudioObjectIsPropertySettable, OSStatus (*)(AudioObjectID, const Address*, Boolean*));
FUNCTION(AudioObjectGetPropertyDataSize, OSStatus (*)(AudioObjectID, const Address*, UInt32, const void*, UInt32*));
FUNCTION(AudioObjectGetPropertyData, OSStatus (*)(AudioObjectID, const Address*, UInt32, const void*, UInt32*, void*));
FUNCTION(AudioObjectSetPropertyData, OSStatus (*)(AudioObjectID, const Address*, UInt32, const void*, UInt32, const void*));
FUNCTION(AudioObjectAddPropertyListener, OSStatus (*)(AudioObjectID, const Address*, AudioObjectPropertyListenerProc, void*));
FUNCTION(AudioObjectRemovePropertyListener, OSStatus (*)(AudioObjectID, const Address*, AudioObjectPropertyListenerProc, void*));
FUNCTION(AudioHardwareCreateAggregateDevice, OSStatus (*)(CFDictionaryRef, AudioObjectID*));
FUNCTION(AudioHardwareDestroyAggregateDevice, OSStatus (*)(AudioObjectID));
FUNCTION(AudioDeviceCreateIOProcID, OSStatus (*)(AudioObjectID, AudioDeviceIOProc, void*, AudioDeviceIOProcID*));
FUNCTION(AudioDeviceDestroyIOProcID, OSStatus (*)(AudioObjectID, AudioDeviceIOProcID));
FUNCTION(AudioDeviceStart, OSStatus (*)(AudioObjectID, AudioDeviceIOProcID));
FUNCTION(AudioDeviceStop, OSStatus (*)(AudioObjectID, AudioDeviceIOProcID));
FUNCTION(AudioDeviceGetCurrentTime, OSStatus (*)(AudioObjectID, AudioTimeStamp*));
FUNCTION(AudioDeviceTranslateTime, OSStatus (*)(AudioObjectID, const AudioTimeStamp*, AudioTimeStamp*));
FUNCTION(CFRetain, CFTypeRef (*)(CFTypeRef));
FUNCTION(CFRelease, void (*)(CFTypeRef));
FUNCTION(CFStringCreateWithCString, CFStringRef (*)(CFAllocatorRef, const char*, CFStringEncoding));
FUNCTION(CFStringGetLength, CFIndex (*)(CFStringRef));
FUNCTION(CFStringGetMaximumSizeForEncoding, CFIndex (*)(CFIndex, CFStringEncoding));
FUNCTION(CFStringGetCString, Boolean (*)(CFStringRef, char*, CFIndex, CFStringEncoding));
FUNCTION(CFNumberCreate, CFNumberRef (*)(CFAllocatorRef, CFNumberType, const void*));
FUNCTION(CFNumberGetValue, Boolean (*)(CFNumberRef, CFNumberType, void*));
FUNCTION(CFDictionaryCreateMutable, CFMutableDictionaryRef (*)(CFAllocatorRef, CFIndex, const CFDictionaryKeyCallBacks*, const CFDictionaryValueCallBacks*));
FUNCTION(CFDictionarySetValue, void (*)(CFMutableDictionaryRef, const void*, const void*));
FUNCTION(CFDictionaryGetValue, const void* (*)(CFDictionaryRef, const void*));
FUNCTION(CFArrayCreateMutable, CFMutableArrayRef (*)(CFAllocatorRef, CFIndex, const CFArrayCallBacks*));
FUNCTION(CFArrayAppendValue, void (*)(CFMutableArrayRef, const void*));
FUNCTION(CFArrayGetCount, CFIndex (*)(CFArrayRef));
FUNCTION(CFArrayGetValueAtIndex, const void* (*)(CFArrayRef, CFIndex));
FUNCTION(os_workgroup_join, int (*)(os_workgroup_t, os_workgroup_join_token_s*));
FUNCTION(os_workgroup_leave, void (*)(os_workgroup_t, os_workgroup_join_token_s*));
FUNCTION(os_release, void (*)(void*));
FUNCTION(mach_absolute_time, uint64_t (*)());
FUNCTION(::mach_timebase_info, int (*)(mach_timebase_info_data_t*));
FUNCTION(thread_policy_set, int (*)(unsigned int, unsigned int, int*, unsigned int));
FUNCTION(pthread_mach_thread_np, unsigned int (*)(pthread_t));

}  // namespace
