// Objects of the HAL, and what devices and streams of any driver answer to. Our own declarations of a public interface;
// conformance.cpp holds every value.
#pragma once

#include <CoreAudioTypes/CoreAudioTypes.h>

using AudioObjectID = UInt32;
using AudioClassID = UInt32;
using AudioDeviceID = AudioObjectID;
using AudioStreamID = AudioObjectID;
using AudioObjectPropertySelector = UInt32;
using AudioObjectPropertyScope = UInt32;
using AudioObjectPropertyElement = UInt32;

struct AudioObjectPropertyAddress {
  AudioObjectPropertySelector mSelector;
  AudioObjectPropertyScope mScope;
  AudioObjectPropertyElement mElement;
};

struct AudioStreamRangedDescription {
  AudioStreamBasicDescription mFormat;
  AudioValueRange mSampleRateRange;
};

enum : OSStatus {
  kAudioHardwareNoError = 0,
  kAudioHardwareNotRunningError = 'stop',
  kAudioHardwareUnspecifiedError = 'what',
  kAudioHardwareUnknownPropertyError = 'who?',
  kAudioHardwareBadPropertySizeError = '!siz',
  kAudioHardwareIllegalOperationError = 'nope',
  kAudioHardwareBadObjectError = '!obj',
  kAudioHardwareBadDeviceError = '!dev',
  kAudioHardwareBadStreamError = '!str',
  kAudioHardwareUnsupportedOperationError = 'unop',
  kAudioHardwareNotReadyError = 'nrdy',
  kAudioDeviceUnsupportedFormatError = '!dat',
  kAudioDevicePermissionsError = '!hog',
};

enum : AudioObjectID { kAudioObjectUnknown = 0 };
enum : AudioObjectPropertyScope {
  kAudioObjectPropertyScopeGlobal = 'glob',
  kAudioObjectPropertyScopeInput = 'inpt',
  kAudioObjectPropertyScopeOutput = 'outp',
  kAudioObjectPropertyScopeWildcard = '****',
};
enum : AudioObjectPropertyElement { kAudioObjectPropertyElementMain = 0 };

enum : AudioClassID {
  kAudioSystemObjectClassID = 'asys',
  kAudioDeviceClassID = 'adev',
  kAudioStreamClassID = 'astr',
};

enum : AudioObjectPropertySelector {
  kAudioObjectPropertyBaseClass = 'bcls',
  kAudioObjectPropertyClass = 'clas',
  kAudioObjectPropertyOwner = 'stdv',
  kAudioObjectPropertyName = 'lnam',
  kAudioObjectPropertyManufacturer = 'lmak',
  kAudioObjectPropertyElementName = 'lchn',
  kAudioObjectPropertyOwnedObjects = 'ownd',
};

enum : AudioObjectPropertySelector {
  kAudioDevicePropertyDeviceUID = 'uid ',
  kAudioDevicePropertyModelUID = 'muid',
  kAudioDevicePropertyTransportType = 'tran',
  kAudioDevicePropertyRelatedDevices = 'akin',
  kAudioDevicePropertyClockDomain = 'clkd',
  kAudioDevicePropertyDeviceIsAlive = 'livn',
  kAudioDevicePropertyDeviceIsRunning = 'goin',
  kAudioDevicePropertyDeviceCanBeDefaultDevice = 'dflt',
  kAudioDevicePropertyLatency = 'ltnc',
  kAudioDevicePropertyStreams = 'stm#',
  kAudioDevicePropertySafetyOffset = 'saft',
  kAudioDevicePropertyNominalSampleRate = 'nsrt',
  kAudioDevicePropertyAvailableNominalSampleRates = 'nsr#',
  kAudioDevicePropertyIsHidden = 'hidn',
  kAudioDevicePropertyPreferredChannelsForStereo = 'dch2',
  kAudioDevicePropertyPreferredChannelLayout = 'srnd',
};

enum : UInt32 {
  kAudioDeviceTransportTypeUnknown = 0,
  kAudioDeviceTransportTypeBuiltIn = 'bltn',
  kAudioDeviceTransportTypeAggregate = 'grup',
  kAudioDeviceTransportTypeVirtual = 'virt',
  kAudioDeviceTransportTypePCI = 'pci ',
  kAudioDeviceTransportTypeUSB = 'usb ',
  kAudioDeviceTransportTypeFireWire = '1394',
  kAudioDeviceTransportTypeBluetooth = 'blue',
  kAudioDeviceTransportTypeBluetoothLE = 'blea',
  kAudioDeviceTransportTypeHDMI = 'hdmi',
  kAudioDeviceTransportTypeDisplayPort = 'dprt',
  kAudioDeviceTransportTypeAirPlay = 'airp',
  kAudioDeviceTransportTypeAVB = 'eavb',
  kAudioDeviceTransportTypeThunderbolt = 'thun',
};

enum : AudioObjectPropertySelector {
  kAudioStreamPropertyIsActive = 'sact',
  kAudioStreamPropertyDirection = 'sdir',
  kAudioStreamPropertyTerminalType = 'term',
  kAudioStreamPropertyStartingChannel = 'schn',
  kAudioStreamPropertyLatency = kAudioDevicePropertyLatency,
  kAudioStreamPropertyVirtualFormat = 'sfmt',
  kAudioStreamPropertyAvailableVirtualFormats = 'sfma',
  kAudioStreamPropertyPhysicalFormat = 'pft ',
  kAudioStreamPropertyAvailablePhysicalFormats = 'pfta',
};
