// What a back end knows of its devices without running them: `busbar devices`. The same data as schema/inventory.ts.
// Empty text, lists and ranges are not known.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace busbar {

struct DirectionFacts {
  std::uint32_t least_channels = 0, most_channels = 0;
  std::vector<std::string> names;   ///< of channels in order
  std::vector<double> rates;
  std::vector<std::string> formats; ///< as configs name them
  std::uint32_t shortest_period = 0, longest_period = 0;
  std::optional<std::uint32_t> latency;
};

struct DeviceFacts {
  std::string id, name, card;
  std::optional<int> index;         ///< of the card: changes with the order of plugging
  std::string usb, serial, port;
  std::string transport;            ///< how it is attached: `usb`, `bluetooth`, `virtual`
  std::optional<DirectionFacts> inputs, outputs;
  std::string clock;
  bool exclusive = false;
  std::vector<std::string> converts;
  bool pitch = false;               ///< a control of the device moves its clock, of all its directions
  bool default_input = false, default_output = false;
  std::string busy;                 ///< who holds it, where it could not be asked
};

/// `absent`: why the back end could not be asked at all.
struct Devices {
  std::vector<DeviceFacts> devices;
  std::string absent;
};

}  // namespace busbar
