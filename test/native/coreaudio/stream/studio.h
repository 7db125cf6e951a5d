// Streams of the back end as tests need them: a client that keeps what happens to it, and opening in one line.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "../hal/check.h"
#include "devices/coreaudio/coreaudio.h"
#include "hal.h"

/// Whole frames of one channel, in the order of their numbers: 0 where none came.
using Samples = std::vector<double>;

class Client final : public busbar::StreamClient {
 public:
  /// What it plays, by number of the frame and channel; left out: its inputs, each to the output of its number.
  std::function<double(std::uint64_t frame, std::uint32_t channel)> plays;
  std::uint32_t inputs = 0, outputs = 0;

  void cycle(const busbar::Cycle& cycle) noexcept override;
  void xrun(busbar::XrunKind kind, std::uint64_t frames) noexcept override;
  void remark(const char* what) noexcept override;
  void lost(busbar::DeviceFault fault, const char* why) noexcept override;

  /// False when none came for 20 s, and when it did not hold after 20 s.
  bool wait_frames(std::uint64_t more);
  bool wait(const std::function<bool()>& holds);

  // Of the past, under `wait` or once it is over.
  std::vector<Samples> heard;            ///< the first frames
  std::vector<std::uint64_t> xruns;      ///< frames of each
  std::vector<std::string> remarks, losses;
  busbar::DeviceFault fault = busbar::DeviceFault::none;
  std::uint64_t frames = 0, position = 0;  ///< that it was given; the number of the one after the last
  std::uint64_t begins = 0;                ///< the number of the first
  unsigned out_of_order = 0, after_the_end = 0, longest = 0;

 private:
  void tell(const std::function<void()>& what) noexcept;
  std::mutex lock_;
  std::condition_variable told_;
  std::int64_t last_ns_ = 0;
};

struct Opened {
  busbar::DeviceError error;
  Client client;
  std::unique_ptr<busbar::Stream> stream;  // ends before its client
  bool runs() const { return stream != nullptr && !error; }
};

busbar::StreamRequest request(const std::string& uid, std::uint32_t inputs, std::uint32_t outputs, std::uint32_t period = 256);

/// Opened and started; `stop` or its end closes it.
std::unique_ptr<Opened> play(const busbar::StreamRequest& request, const busbar::CoreaudioOptions& options = {},
                             std::function<double(std::uint64_t, std::uint32_t)> plays = {});

/// A device of two inputs and outputs, unless said otherwise.
hal::DeviceSpec box(const std::string& uid, double ppm = 0);

/// Fast, as far as nothing has to be measured.
void hurry(double scale = 20);

bool has(const std::string& text, const char* part);

/// What a variable of the environment says.
std::uint32_t number(const char* variable, std::uint32_t otherwise);
