// JACK, and PipeWire through its JACK library, as a device: ports of our own that any program may be connected to.
// In: a server, our ports by channel, what each is to be kept connected to. Out: a stream in step with the server.
// StreamInfo: `period` is the server's when the stream was opened (cycles are never longer, also when it grows), `periods` 0
// (the server's affair), latencies those of the farthest converter that our ports were connected to at the start (0: none);
// the plan's own latency is told to other programs (`set_paths`), and what the ports are kept connected to may change
// (`set_wishes`). The thread is the server's: asked for nothing, reported as it is.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "devices/device.h"

namespace busbar {

struct JackOptions {
  std::string client = "busbar";  ///< the server adds a number where another program has it
  std::vector<PortWish> inputs, outputs;  ///< by channel; names are those behind `client:`
};

/// `request.id`: the server's name; empty: the default one's. `rate_hz` must be the server's, `inputs` and `outputs` as many
/// as there are ports; period, format and priority are the server's affair.
std::unique_ptr<Stream> open_jack(const StreamRequest& request, const JackOptions& options, DeviceError& error);

}  // namespace busbar
