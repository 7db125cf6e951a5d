// What each kind of object answers, and takes. In: an object that is alive and the address of a property. Out: a value,
// or the HAL's error; of writes, what they change. All under the model's lock.
#pragma once

#include <optional>

#include "hal/model.h"
#include "hal/value.h"

namespace hal {

using Address = AudioObjectPropertyAddress;

/// What comes with a question: a string for look-ups, classes for `ownd`, a proc for stream usage.
struct Qualifier {
  UInt32 size = 0;
  const void* data = nullptr;
};

/// Bytes that a client writes.
struct Input {
  UInt32 size;
  const void* data;
  template <class T>
  const T* as() const { return size == sizeof(T) ? static_cast<const T*>(data) : nullptr; }
};

std::optional<Value> read_system(const Address& address, const Qualifier& qualifier);
std::optional<Value> read_device(const Device& device, const Address& address, const Qualifier& qualifier);
std::optional<Value> read_aggregate(const Device& device, const Address& address);
std::optional<Value> read_stream(const Device& device, const Stream& stream, const Address& address);
std::optional<Value> read_part(const Device& device, const Part& part, const Address& address);

bool device_takes(const Device& device, const Address& address);
OSStatus write_system(const Address& address, const Input& input);
OSStatus write_device(Device& device, const Address& address, const Input& input);
OSStatus write_stream(Device& device, const Stream& stream, const Address& address, const Input& input);
OSStatus write_part(Device& device, Part& part, const Address& address, const Input& input);

/// Which streams a proc gets: a list whose head names the proc, in as out.
OSStatus read_usage(const Device& device, const Address& address, void* data, UInt32& size);
OSStatus write_usage(Device& device, const Address& address, const Input& input);

AudioStreamBasicDescription format_of(const StreamSpec& spec, double rate);

// --- Changes that writes and other programs make alike; listeners are told ----------------------------------------
/// At once: a rate that was written and has settled.
void apply_rate(Device& device, double hz);
bool has_rate(const Device& device, double hz);
AudioValueRange buffer_range(const Device& device);
void apply_buffer(Device& device, std::uint32_t frames);
void apply_hog(Device& device, pid_t owner);
/// The default of a direction; where it is not there, the first device that can be it.
AudioObjectID default_of(bool output);
void apply_default(bool output, const std::string& uid);

}  // namespace hal
