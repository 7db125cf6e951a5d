#include "simulation/simulation.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <utility>

#include "rt/denormals.h"

namespace busbar {
namespace {

/// How long streams run before the first frame: the clocks have settled, and what is left of their search is worked off.
constexpr double kLead = 20;
/// Cycles between two looks at a crossing's error.
constexpr std::uint64_t kBetweenLooks = 16;

ClockModel model_of(const SimulatedDevice& device, double rate_hz, std::uint32_t period) {
  const auto blocks = static_cast<std::int64_t>(std::ceil(kLead * rate_hz / period));
  return {rate_hz, device.ppm, device.wander_ppm, period, device.mean_lateness, 0, -blocks * period, device.seed, device.stalls};
}

SlotRange slot_of(std::uint32_t device, const layout::DeviceRecord& record) { return {device, 0, record.inputs, 0, record.outputs}; }

}  // namespace

PlanError Simulation::load(std::span<const std::byte> bytes, const std::vector<SimulatedDevice>& devices) try {
  PlanView view;
  if (PlanError e = view.open(bytes)) return e;
  const auto records = view.devices();
  if (devices.size() != records.size()) return {PlanFault::corrupt, "every device of the plan is told how its clock runs"};
  rate_hz_ = view.header().rate_hz;
  for (const layout::DeviceRecord& d : records) file_devices_.push_back({d.rate_hz, d.outputs, 0});

  for (std::uint32_t d = 0; d < view.domains().size(); ++d) {
    const layout::DomainRecord& record = view.domains()[d];
    const bool has_master = record.master != layout::kNone;
    const SimulatedDevice ideal;
    const ClockModel clock = has_master ? model_of(devices[record.master], records[record.master].rate_hz, records[record.master].period)
                                        : model_of(ideal, record.rate_hz, view.header().quantum);
    Domain& domain = *domains_.emplace_back(std::make_unique<Domain>(clock));
    LoadOptions options;
    options.domain = d;
    options.live = true;
    std::unique_ptr<LoadedPlan> plan;
    if (PlanError e = LoadedPlan::load(view, options, plan)) return e;
    domain.plan = std::make_unique<Change>();
    domain.plan->number = 1;
    domain.plan->stages.push_back(std::make_unique<Stage>(std::move(plan), std::vector<Adoption>(), 0));
    // What is no number is counted as it is written, as in any render.
    domain.runner.player.guard = false;

    std::vector<SlotRange> on_master;
    if (has_master) on_master.push_back(slot_of(record.master, records[record.master]));
    for (std::uint32_t i = 0; i < records.size(); ++i)
      if (records[i].domain == d && i != record.master && devices[i].crossing_frames == 0) on_master.push_back(slot_of(i, records[i]));
    add_stream(domain, clock, {}, has_master ? devices[record.master].periods : ideal.periods, std::move(on_master),
               has_master ? devices[record.master].absences : ideal.absences);
    for (std::uint32_t i = 0; i < records.size(); ++i) {
      if (records[i].domain != d || i == record.master || devices[i].crossing_frames == 0) continue;
      const MemberCrossing crossing{devices[i].crossing_frames, domain.master_period, domain.master_hz, devices[i].drift};
      add_stream(domain, model_of(devices[i], records[i].rate_hz, records[i].period), crossing, devices[i].periods,
                 {slot_of(i, records[i])}, devices[i].absences);
    }
  }
  for (Link& link : links_) join(link);
  return {};
} catch (const std::bad_alloc&) {
  return {PlanFault::large, "there is not enough memory for the plan"};
}

void Simulation::add_stream(Domain& domain, const ClockModel& clock, const MemberCrossing& crossing, std::uint32_t periods,
                            std::vector<SlotRange> devices, std::vector<Span> absences) {
  for (const SlotRange& d : devices) file_devices_[d.slot].block = clock.period;
  Link& link = links_.emplace_back(Link{domain, crossing.frames == 0, crossing,
                                        std::make_unique<SimulatedStream>(clock, periods, std::move(devices), std::move(absences), &files_),
                                        nullptr, nullptr, {}, {}, {}});
  if (!link.stream->devices().empty()) link.report.device = link.stream->devices().front().slot;
  link.report.drives = link.drives;
}

FileError Simulation::open(const std::vector<PcmFile>& inputs, const std::vector<PcmFile>& outputs) {
  return files_.open(file_devices_, inputs, outputs);
}

void Simulation::join(Link& link) {
  if (link.drives) return link.domain.runner.set_driver(link.stream->devices(), link.domain.master_hz, link.stream->period());
  const SimulatedStream& stream = *link.stream;
  link.member = std::make_shared<Member>(stream.inputs(), stream.outputs(), stream.rate_hz(), stream.period(), link.crossing);
  link.before = {};
  link.domain.runner.add({link.member, stream.devices()});
}

FileError Simulation::run(std::uint64_t frames) {
  const FlushDenormals flush;
  frames_ += frames;
  const double end = static_cast<double>(frames_) / rate_hz_;
  while (!cancelled()) {
    const Next next = this->next();
    if (next.stream->time() >= end && reached(end)) return {};
    if (FileError e = step(next)) return e;
  }
  return {};
}

bool Simulation::reached(double time) const {
  return std::ranges::all_of(links_, [time](const Link& link) { return link.stream->reached(time); });
}

/// Of those that wake up at once the first in the plan's order.
Simulation::Next Simulation::next() {
  Next first{&links_.front(), links_.front().stream.get()};
  for (Link& link : links_) {
    if (link.stream->time() < first.stream->time()) first = {&link, link.stream.get()};
    if (link.drives && link.domain.stand_in && link.domain.stand_in->time() < first.stream->time())
      first = {&link, link.domain.stand_in.get()};
  }
  return first;
}

FileError Simulation::step(const Next& next) {
  Link& link = *next.link;
  switch (next.stream->event()) {
    case SimulatedStream::Event::pulled_out: return pull_out(link), FileError{};
    case SimulatedStream::Event::put_back: return put_back(link), FileError{};
    case SimulatedStream::Event::cycle: break;
  }
  return link.drives ? drive(link, *next.stream) : follow(link);
}

FileError Simulation::drive(Link& link, SimulatedStream& stream) {
  Domain& domain = link.domain;
  if (domain.plan && stream.first() >= 0) {
    domain.runner.post(std::move(domain.plan));
    domain.runner.begun = domain.runner.settled = 1;
  }
  if (&stream == link.stream.get() && link.is_back) {
    link.is_back = false;
    link.report.gaps.back().seconds = stream.time() - link.report.gaps.back().at;
  }
  return stream.cycle(domain.runner);
}

FileError Simulation::follow(Link& link) {
  SimulatedStream& stream = *link.stream;
  if (!link.counts && stream.first() >= 0) {
    link.counts = true;
    link.before = link.member->state();
  }
  const std::int64_t cycle = stream.first() / stream.period();
  const double now = stream.time();
  steer(link);
  if (FileError e = stream.cycle(*link.member)) return e;
  if (link.is_back && link.member->state().running) {
    link.is_back = false;
    link.report.gaps.back().seconds = now - link.report.gaps.back().at;
  } else if (link.counts && !link.is_back && cycle % kBetweenLooks == 0) {
    const double error = std::fabs(link.member->state().error_frames);
    link.report.worst_error_frames = std::max(link.report.worst_error_frames, error);
  }
  return {};
}

/// As `Live::poll` does, and as often.
void Simulation::steer(Link& link) {
  const std::int64_t since_start_ns = link.stream->wake_ns() + static_cast<std::int64_t>((kLead + 1) * 1e9);
  if (link.crossing.drift != Drift::steer || !link.steering.due(since_start_ns)) return;
  const double pitch = link.steering.next(link.member->state(), link.domain.master_hz);
  link.stream->set_pitch(pitch);
  link.member->steered(pitch);
}

/// As live: its runner plays on without it; a master is replaced by a clock of the speed that it had.
void Simulation::pull_out(Link& link) {
  SimulatedStream& stream = *link.stream;
  const double now = stream.time();
  link.report.gaps.push_back({now, 0});
  stream.pull_out();
  Runner& runner = link.domain.runner;
  if (!link.drives) {
    settle(link);
    stream.set_pitch(0);
    link.steering = {};
    // Its crossing runs dry, behind a fade.
    link.leaving = std::move(link.member);
    return;
  }
  const double rate_hz = link.domain.master_hz * (1 + runner.clock_ppm() * 1e-6);
  ClockModel clock{rate_hz, 0, 0, link.domain.master_period, 0, now, 0, 0, {}};
  link.domain.stand_in = std::make_unique<SimulatedStream>(clock, 2, stream.devices(), std::vector<Span>(), nullptr);
  runner.remove_driver();
  runner.set_driver(stream.devices(), link.domain.master_hz, stream.period());
}

void Simulation::put_back(Link& link) {
  link.stream->put_back();
  link.is_back = true;
  if (link.drives) {
    link.domain.stand_in.reset();
    link.domain.runner.remove_driver();
  } else {
    link.domain.runner.remove(*link.leaving);
    link.leaving.reset();
  }
  join(link);
}

/// Adds up what a member's crossings went through.
void Simulation::settle(Link& link) {
  if (link.member) add(link.report, link.member->state(), link.before);
}

void Simulation::add(ClockReport& report, const MemberState& now, const MemberState& before) {
  report.drift_ppm = now.drift_ppm;
  report.silent += now.lost - before.lost;
  report.realigned += now.restarts - before.restarts;
  report.widened = std::max({report.widened, now.widened_in, now.widened_out});
}

FileError Simulation::finish() {
  const double end = static_cast<double>(frames_) / rate_hz_;
  FileError first;
  for (const Link& link : links_)
    for (const SlotRange& d : link.stream->devices())
      if (FileError e = files_.fill(d.slot, static_cast<std::uint64_t>(std::ceil(link.stream->moved(end)))); e && !first) first = std::move(e);
  if (FileError e = Render::finish(); e && !first) first = std::move(e);
  return first;
}

std::vector<ClockReport> Simulation::clocks() const {
  std::vector<ClockReport> reports;
  for (const Link& link : links_) {
    if (link.stream->devices().empty()) continue;
    ClockReport& report = reports.emplace_back(link.report);
    if (link.member) add(report, link.member->state(), link.before);
    if (link.drives) report.drift_ppm = link.domain.runner.clock_ppm();
    report.xruns = link.stream->xruns;
    report.lost = link.stream->lost;
    // One that is still away, or not heard yet.
    if (!report.gaps.empty() && report.gaps.back().seconds == 0)
      report.gaps.back().seconds = static_cast<double>(frames_) / rate_hz_ - report.gaps.back().at;
  }
  return reports;
}

const LoadedPlan* Simulation::plan_with(std::uint32_t part) const {
  for (const auto& domain : domains_) {
    const LoadedPlan* plan = domain->plan ? &domain->plan->last() : domain->runner.player.plan();
    if (plan && plan->has_part(part)) return plan;
  }
  return nullptr;
}

std::uint32_t Simulation::read_out(std::uint32_t part, double* values, std::uint32_t count) noexcept {
  for (const auto& domain : domains_)
    if (!domain->plan && domain->runner.player.plan()->has_part(part)) return domain->runner.player.read_out(part, values, count);
  return 0;
}

}  // namespace busbar
