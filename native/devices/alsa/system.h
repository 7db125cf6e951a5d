// What libasound does not tell but /proc and /sys do. In: a card, a PCM. Out: who holds it, where it is plugged in.
// Everything may be absent: then the answer is empty.
#pragma once

#include <string>

#include "devices/alsa/library.h"

namespace busbar::alsa {

struct Plug {
  std::string usb;     ///< vendor:product in hexadecimal
  std::string serial;
  std::string port;    ///< USB port path (`1-2.3`) or PCI address (`0000:00:1f.3`)
};

Plug plug_of(int card);

bool is_usb(const Library& alsa, Pcm* pcm);

/// `name (process id)` of the program that has the device of `hw:…` or `plughw:…` open.
std::string holder_of(const Library& alsa, const std::string& id, Direction direction);
std::string holder_of(int card, unsigned device, Direction direction);

}  // namespace busbar::alsa
