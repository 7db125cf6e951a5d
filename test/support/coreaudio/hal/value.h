// A property's value before it is bytes. In: what an object answers. Out: its size, and the bytes a client gets.
// Invariant: asking for a size makes nothing; strings and workgroups are made when a client takes them, and are then its own.
#pragma once

#include <CoreAudio/CoreAudio.h>

#include <array>
#include <string>
#include <variant>
#include <vector>

namespace hal {

/// Channels of each buffer of a direction.
struct Buffers {
  std::vector<UInt32> channels;
};
struct Texts {
  std::vector<std::string> all;
};
struct NewWorkgroup {};
using Value = std::variant<UInt32, SInt32, Float32, Float64, AudioValueRange, AudioStreamBasicDescription, std::array<UInt32, 2>,
                           std::string, Texts, Buffers, NewWorkgroup, std::vector<AudioObjectID>, std::vector<AudioValueRange>,
                           std::vector<AudioStreamRangedDescription>>;

UInt32 size_of(const Value& value);
/// Lists are cut to what fits; all else that does not fit is refused. `size`: what there is room for, then what came.
OSStatus put(const Value& value, void* to, UInt32& size);

}  // namespace hal
