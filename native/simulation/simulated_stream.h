// The stream of a device that is simulated, or of several on one clock. In: what is inside, wake-up by wake-up. Out: cycles
// over files, as a device's thread would make them: late, after a stall all at once, or not at all.
// Invariant: frame n of a device is frame n of its files, whatever befalls it; those before 0 are silent.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "engine/render_files.h"
#include "live/edge_fade.h"
#include "live/exchange.h"
#include "live/wiring.h"
#include "rt/arena.h"
#include "simulation/simulated_clock.h"

namespace busbar {

class SimulatedStream {
 public:
  /// `periods`: how many its buffer holds. A slot is a device of the plan. Without files: silence. `absences` in order.
  SimulatedStream(const ClockModel& clock, std::uint32_t periods, std::vector<SlotRange> devices, std::vector<Span> absences,
                  RenderFiles* files);

  // --- What happens next, and when ------------------------------------------------------------------
  enum class Event : std::uint8_t { cycle, pulled_out, put_back };
  Event event() const;
  double time() const;
  /// Whether it has come as far as `time`, or is gone for longer.
  bool reached(double time) const;

  /// First frame of the cycle to come, as its files count: 0 is the one nearest to time 0.
  std::int64_t first() const { return clock_.position() - clock_period_ - file_begin(); }
  std::int64_t wake_ns() const { return clock_.wake_ns(); }

  // --- And it happens -------------------------------------------------------------------------------
  FileError cycle(Exchange& inside);
  void pull_out() { away_ = true; }
  /// It is heard again behind a fade.
  void put_back();
  /// Its clock has a control: from the end of this cycle, or the next, it runs so much faster than by itself.
  void set_pitch(double ppm) { pitch_ = ppm; }

  const std::vector<SlotRange>& devices() const { return devices_; }
  std::uint32_t inputs() const { return static_cast<std::uint32_t>(in_.size()); }
  std::uint32_t outputs() const { return static_cast<std::uint32_t>(out_.size()); }
  std::uint32_t period() const { return clock_period_; }
  double rate_hz() const { return rate_hz_; }
  /// Frames of its files by `time`.
  double moved(double time) const { return clock_.moved(time) - static_cast<double>(file_begin()); }

  std::uint64_t xruns = 0;
  std::uint64_t lost = 0;  ///< frames

 private:
  bool overruns(Exchange& inside);
  std::int64_t file_begin() const { return file_begin_.value_or(std::llround(clock_.moved(0))); }
  double until() const { return absences_[absence_].until; }

  double rate_hz_;
  std::uint32_t clock_period_;
  std::uint64_t buffer_;   ///< frames
  std::int64_t numbering_; ///< what makes numbers of frames positive
  SimulatedClock clock_;
  std::optional<std::int64_t> file_begin_;  ///< once it is passed
  double pitch_ = 0, pitch_before_ = 0;
  std::vector<SlotRange> devices_;
  std::vector<Span> absences_;
  std::size_t absence_ = 0;
  bool away_ = false;
  RenderFiles* files_;
  ChannelArena channels_;
  std::vector<double*> in_, out_;
  std::vector<double*> in_file_, out_file_;  ///< the part that is on files
  std::vector<const double*> piece_in_;
  std::vector<double*> piece_out_;
  std::optional<EdgeFade> fade_;
};

}  // namespace busbar
