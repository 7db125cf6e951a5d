// Which JACK servers run. In: the system. Out: a device per server: what a stream of ours would meet there. Channels and
// names are the physical ports, that is what there is to connect to; our own ports are as many as a config declares.
// Slow, becomes a client for a moment: control side only. Starts no server.
#pragma once

#include "devices/facts.h"

namespace busbar::jack {

/// The default server first.
Devices list_jack();

}  // namespace busbar::jack
