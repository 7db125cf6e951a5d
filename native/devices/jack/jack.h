// JACK, and PipeWire through its JACK library, as a device: ports of our own that any program may be connected to.
// In: a server, our ports by channel, what each is to be kept connected to. Out: a stream in step with the server.
// StreamInfo: `period` is the server's when the stream was opened (cycles are never longer, also when it grows), `periods` 0
// (the server's affair), latencies those of the farthest converter that our ports were connected to at the start (0: none);
// the plan's own latency is told to other programs (`set_paths`). The thread is the server's: asked for nothing, reported as it is.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "devices/device.h"

namespace busbar {

/// A channel of the stream.
struct JackPort {
  std::string name;      ///< behind `client:`; empty: the channel has no port and is silent
  std::string connect;   ///< pattern over full port names, `*` for any text; empty: left to the user
  std::int32_t nth = 0;  ///< which of the ports that match, in order of their names with numbers counted; -1: all of them
};

struct JackOptions {
  std::string client = "busbar";  ///< the server adds a number where another program has it
  std::vector<JackPort> inputs, outputs;
};

/// `request.id`: the server's name; empty: the default one's. `rate_hz` must be the server's, `inputs` and `outputs` as many
/// as there are ports; period, format and priority are the server's affair.
std::unique_ptr<Stream> open_jack(const StreamRequest& request, const JackOptions& options, DeviceError& error);

}  // namespace busbar
