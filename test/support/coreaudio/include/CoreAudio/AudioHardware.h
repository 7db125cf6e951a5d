// The HAL as its clients see it: objects and their properties, devices and their IO, aggregates. Our own declarations
// of a public interface; conformance.cpp holds every value, size and function type.
#pragma once

#include <CoreAudio/AudioHardwareBase.h>

extern "C" {

enum : AudioObjectID { kAudioObjectSystemObject = 1 };

using AudioObjectPropertyListenerProc = OSStatus (*)(AudioObjectID object, UInt32 count,
                                                     const AudioObjectPropertyAddress* addresses, void* client);

Boolean AudioObjectHasProperty(AudioObjectID object, const AudioObjectPropertyAddress* address);
OSStatus AudioObjectIsPropertySettable(AudioObjectID object, const AudioObjectPropertyAddress* address, Boolean* out);
OSStatus AudioObjectGetPropertyDataSize(AudioObjectID object, const AudioObjectPropertyAddress* address,
                                        UInt32 qualifier_size, const void* qualifier, UInt32* size);
OSStatus AudioObjectGetPropertyData(AudioObjectID object, const AudioObjectPropertyAddress* address,
                                    UInt32 qualifier_size, const void* qualifier, UInt32* size, void* data);
OSStatus AudioObjectSetPropertyData(AudioObjectID object, const AudioObjectPropertyAddress* address,
                                    UInt32 qualifier_size, const void* qualifier, UInt32 size, const void* data);
OSStatus AudioObjectAddPropertyListener(AudioObjectID object, const AudioObjectPropertyAddress* address,
                                        AudioObjectPropertyListenerProc proc, void* client);
OSStatus AudioObjectRemovePropertyListener(AudioObjectID object, const AudioObjectPropertyAddress* address,
                                           AudioObjectPropertyListenerProc proc, void* client);

// --- The system ---------------------------------------------------------------------------------------------------
enum : AudioObjectPropertySelector {
  kAudioHardwarePropertyDevices = 'dev#',
  kAudioHardwarePropertyDefaultInputDevice = 'dIn ',
  kAudioHardwarePropertyDefaultOutputDevice = 'dOut',
  kAudioHardwarePropertyDefaultSystemOutputDevice = 'sOut',
  kAudioHardwarePropertyTranslateUIDToDevice = 'uidd',
  kAudioHardwarePropertyClockDeviceList = 'clk#',
  kAudioHardwarePropertyTranslateUIDToClockDevice = 'uidc',
  kAudioHardwarePropertyServiceRestarted = 'srst',
  kAudioHardwarePropertyHogModeIsAllowed = 'hogr',
};

OSStatus AudioHardwareCreateAggregateDevice(CFDictionaryRef description, AudioObjectID* device);
OSStatus AudioHardwareDestroyAggregateDevice(AudioObjectID device);

// --- Devices ------------------------------------------------------------------------------------------------------
using AudioDeviceIOProc = OSStatus (*)(AudioObjectID device, const AudioTimeStamp* now, const AudioBufferList* input,
                                       const AudioTimeStamp* input_time, AudioBufferList* output,
                                       const AudioTimeStamp* output_time, void* client);
using AudioDeviceIOProcID = AudioDeviceIOProc;

/// As many streams as it says.
struct AudioHardwareIOProcStreamUsage {
  void* mIOProc;
  UInt32 mNumberStreams;
  UInt32 mStreamIsOn[1];
};

enum : AudioObjectPropertySelector {
  kAudioDevicePropertyDeviceHasChanged = 'diff',
  kAudioDevicePropertyDeviceIsRunningSomewhere = 'gone',
  kAudioDeviceProcessorOverload = 'over',
  kAudioDevicePropertyIOStoppedAbnormally = 'stpd',
  kAudioDevicePropertyHogMode = 'oink',
  kAudioDevicePropertyBufferFrameSize = 'fsiz',
  kAudioDevicePropertyBufferFrameSizeRange = 'fsz#',
  kAudioDevicePropertyUsesVariableBufferFrameSizes = 'vfsz',
  kAudioDevicePropertyIOCycleUsage = 'ncyc',
  kAudioDevicePropertyStreamConfiguration = 'slay',
  kAudioDevicePropertyIOProcStreamUsage = 'suse',
  kAudioDevicePropertyActualSampleRate = 'asrt',
  kAudioDevicePropertyClockDevice = 'apcd',
  kAudioDevicePropertyIOThreadOSWorkgroup = 'oswg',
  kAudioDevicePropertyDataSource = 'ssrc',
};

OSStatus AudioDeviceCreateIOProcID(AudioObjectID device, AudioDeviceIOProc proc, void* client, AudioDeviceIOProcID* id);
OSStatus AudioDeviceDestroyIOProcID(AudioObjectID device, AudioDeviceIOProcID id);
OSStatus AudioDeviceStart(AudioObjectID device, AudioDeviceIOProcID id);
OSStatus AudioDeviceStop(AudioObjectID device, AudioDeviceIOProcID id);
OSStatus AudioDeviceGetCurrentTime(AudioObjectID device, AudioTimeStamp* time);
OSStatus AudioDeviceTranslateTime(AudioObjectID device, const AudioTimeStamp* from, AudioTimeStamp* to);

// --- Aggregates ---------------------------------------------------------------------------------------------------
enum : AudioClassID {
  kAudioAggregateDeviceClassID = 'aagg',
  kAudioSubDeviceClassID = 'asub',
};

#define kAudioAggregateDeviceUIDKey "uid"
#define kAudioAggregateDeviceNameKey "name"
#define kAudioAggregateDeviceSubDeviceListKey "subdevices"
#define kAudioAggregateDeviceMainSubDeviceKey "master"
#define kAudioAggregateDeviceClockDeviceKey "clock"
#define kAudioAggregateDeviceIsPrivateKey "private"
#define kAudioAggregateDeviceIsStackedKey "stacked"
#define kAudioSubDeviceUIDKey "uid"
#define kAudioSubDeviceNameKey "name"
#define kAudioSubDeviceInputChannelsKey "channels-in"
#define kAudioSubDeviceOutputChannelsKey "channels-out"
#define kAudioSubDeviceExtraInputLatencyKey "latency-in"
#define kAudioSubDeviceExtraOutputLatencyKey "latency-out"
#define kAudioSubDeviceDriftCompensationKey "drift"
#define kAudioSubDeviceDriftCompensationQualityKey "drift quality"

enum : AudioObjectPropertySelector {
  kAudioAggregateDevicePropertyFullSubDeviceList = 'grup',
  kAudioAggregateDevicePropertyActiveSubDeviceList = 'agrp',
  kAudioAggregateDevicePropertyComposition = 'acom',
  kAudioAggregateDevicePropertyMainSubDevice = 'amst',
  kAudioAggregateDevicePropertyClockDevice = 'apcd',
  kAudioSubDevicePropertyExtraLatency = 'xltc',
  kAudioSubDevicePropertyDriftCompensation = 'drft',
  kAudioSubDevicePropertyDriftCompensationQuality = 'drfq',
};

}  // extern "C"
