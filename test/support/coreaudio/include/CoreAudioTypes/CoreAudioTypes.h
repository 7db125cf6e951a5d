// Buffers, formats and time stamps. Our own declarations of a public interface; conformance.cpp holds every size, offset
// and value.
#pragma once

#include <CoreFoundation/CoreFoundation.h>

struct AudioValueRange {
  Float64 mMinimum;
  Float64 mMaximum;
};

struct AudioBuffer {
  UInt32 mNumberChannels;
  UInt32 mDataByteSize;
  void* mData;
};

/// As many buffers as it says: its size comes with the data.
struct AudioBufferList {
  UInt32 mNumberBuffers;
  AudioBuffer mBuffers[1];
};

using AudioFormatID = UInt32;
using AudioFormatFlags = UInt32;
enum : AudioFormatID { kAudioFormatLinearPCM = 'lpcm' };
enum : AudioFormatFlags {
  kAudioFormatFlagIsFloat = 1U << 0,
  kAudioFormatFlagIsBigEndian = 1U << 1,
  kAudioFormatFlagIsSignedInteger = 1U << 2,
  kAudioFormatFlagIsPacked = 1U << 3,
  kAudioFormatFlagIsAlignedHigh = 1U << 4,
  kAudioFormatFlagIsNonInterleaved = 1U << 5,
  kAudioFormatFlagIsNonMixable = 1U << 6,
};

struct AudioStreamBasicDescription {
  Float64 mSampleRate;
  AudioFormatID mFormatID;
  AudioFormatFlags mFormatFlags;
  UInt32 mBytesPerPacket;
  UInt32 mFramesPerPacket;
  UInt32 mBytesPerFrame;
  UInt32 mChannelsPerFrame;
  UInt32 mBitsPerChannel;
  UInt32 mReserved;
};

enum SMPTETimeType : UInt32 { kSMPTETimeType24 = 0 };
enum SMPTETimeFlags : UInt32 { kSMPTETimeUnknown = 0 };
struct SMPTETime {
  SInt16 mSubframes;
  SInt16 mSubframeDivisor;
  UInt32 mCounter;
  SMPTETimeType mType;
  SMPTETimeFlags mFlags;
  SInt16 mHours;
  SInt16 mMinutes;
  SInt16 mSeconds;
  SInt16 mFrames;
};

using AudioTimeStampFlags = UInt32;
enum : AudioTimeStampFlags {
  kAudioTimeStampNothingValid = 0,
  kAudioTimeStampSampleTimeValid = 1U << 0,
  kAudioTimeStampHostTimeValid = 1U << 1,
  kAudioTimeStampRateScalarValid = 1U << 2,
  kAudioTimeStampWordClockTimeValid = 1U << 3,
};
struct AudioTimeStamp {
  Float64 mSampleTime;
  UInt64 mHostTime;
  Float64 mRateScalar;
  UInt64 mWordClockTime;
  SMPTETime mSMPTETime;
  AudioTimeStampFlags mFlags;
  UInt32 mReserved;
};
