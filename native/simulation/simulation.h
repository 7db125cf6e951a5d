// A plan run over files with clocks that are not ideal: what the live engine does, in one thread and in virtual time. In:
// a plan, how the clock of each device runs and what befalls it. Out: files, and how the clocks fared.
// Each clock domain has its runner and each device beside the master its crossings, the very same as live; the streams of
// all wake up one after the other, in order of time. They run for a while before the first frame of the files, so that the
// clocks know each other as in a studio that is on. Invariant: equal orders give equal bytes, however the run is cut.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/render.h"
#include "live/runner.h"
#include "live/steering.h"
#include "plan/plan_error.h"
#include "simulation/simulated_stream.h"

namespace busbar {

/// What the plan does not say of a device.
struct SimulatedDevice {
  std::uint32_t periods = 2;
  std::uint32_t crossing_frames = 0;  ///< 0: it runs on the clock of its domain
  Drift drift = Drift::resample;
  double ppm = 0, wander_ppm = 0;
  double mean_lateness = 0;           ///< seconds
  std::uint64_t seed = 0;
  std::vector<Span> stalls, absences; ///< seconds from the first frame, in order
};

class Simulation final : public Render {
 public:
  /// `devices` as many as the plan has. The plan's bytes are not needed afterwards.
  PlanError load(std::span<const std::byte> plan, const std::vector<SimulatedDevice>& devices);
  FileError open(const std::vector<PcmFile>& inputs, const std::vector<PcmFile>& outputs);

  FileError run(std::uint64_t frames) override;
  FileError finish() override;
  std::vector<ClockReport> clocks() const override;
  const LoadedPlan* plan_with(std::uint32_t part) const override;
  std::uint32_t read_out(std::uint32_t part, double* values, std::uint32_t count) noexcept override;

 private:
  struct Domain {
    explicit Domain(const ClockModel& master) : master_hz(master.rate_hz), master_period(master.period) {}
    Runner runner;
    std::unique_ptr<Change> plan;  ///< until the first frame
    double master_hz;
    std::uint32_t master_period;
    std::unique_ptr<SimulatedStream> stand_in;  ///< while the master is away
  };
  struct Link {
    Domain& domain;
    bool drives;
    MemberCrossing crossing;
    std::unique_ptr<SimulatedStream> stream;
    std::shared_ptr<Member> member;  ///< while it is there and does not drive
    std::shared_ptr<Member> leaving; ///< while it is not
    ClockReport report;              ///< of what is over
    Steering steering;               ///< of a member whose clock is moved
    MemberState before;              ///< the member's, at the first frame
    bool counts = false;             ///< the first frame of a member has passed
    bool is_back = false;            ///< and not heard yet
  };
  struct Next {
    Link* link;
    SimulatedStream* stream;
  };

  void add_stream(Domain& domain, const ClockModel& clock, const MemberCrossing& crossing, std::uint32_t periods,
                  std::vector<SlotRange> devices, std::vector<Span> absences);
  Next next();
  bool reached(double time) const;
  FileError step(const Next& next);
  FileError drive(Link& link, SimulatedStream& stream);
  FileError follow(Link& link);
  static void steer(Link& link);
  void join(Link& link);
  void pull_out(Link& link);
  void put_back(Link& link);
  static void settle(Link& link);
  static void add(ClockReport& report, const MemberState& now, const MemberState& before);

  double rate_hz_ = 0;
  std::uint64_t frames_ = 0;
  std::vector<FileDevice> file_devices_;
  std::vector<std::unique_ptr<Domain>> domains_;
  std::vector<Link> links_;
};

}  // namespace busbar
