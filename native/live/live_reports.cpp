// What the live engine tells: events of streams and runners in order of time, load, levels.
#include <algorithm>
#include <cmath>

#include "live/live.h"
#include "rt/clock.h"

namespace busbar {
namespace {

const char* side_of(XrunKind kind) {
  switch (kind) {
    case XrunKind::capture: return "capture";
    case XrunKind::playback: return "playback";
    case XrunKind::suspended: return "suspended";
    case XrunKind::both: break;
  }
  return "both";
}

LiveEvent::Kind kind_of(StreamEvent::Kind kind) {
  switch (kind) {
    case StreamEvent::Kind::remark: return LiveEvent::Kind::remark;
    case StreamEvent::Kind::lost: return LiveEvent::Kind::lost;
    case StreamEvent::Kind::xrun: break;
  }
  return LiveEvent::Kind::xrun;
}

void add_levels(const std::vector<Level>& levels, std::uint32_t first, std::uint32_t count, std::vector<double>& peaks,
                std::vector<double>& rms) {
  for (std::uint32_t c = first; c < first + count; ++c) {
    const Level& level = levels[c];
    peaks.push_back(level.peak);
    rms.push_back(level.frames == 0 ? 0 : std::sqrt(level.squares / static_cast<double>(level.frames)));
  }
}

}  // namespace

void Live::hear_stream(OpenStream& stream, std::vector<LiveEvent>& out) {
  LiveEvent event;
  event.stream = stream.number;
  for (StreamEvent e; stream.edge->next_event(e);) {
    event.kind = kind_of(e.kind);
    event.time_ns = e.time_ns;
    event.side = side_of(e.xrun);
    event.frames = e.frames;
    event.fault = e.fault;
    event.why = e.why;
    out.push_back(event);
  }
  if (!stream.member) return;
  const MemberState now = stream.member->state();
  MemberState& told = stream.told;
  // Told when it is over, so that one silence is one event.
  if (now.restarts != told.restarts) {
    event.kind = LiveEvent::Kind::xrun;
    event.time_ns = now_ns();
    event.side = "crossing";
    event.frames = now.lost - told.lost;
    out.push_back(event);
    told.restarts = now.restarts;
    told.lost = now.lost;
  }
  // A device's latency is that of its longer direction.
  const std::uint32_t widest = std::max(now.widened_in, now.widened_out), before = std::max(told.widened_in, told.widened_out);
  if (widest == before) return;
  event.kind = LiveEvent::Kind::widened;
  event.time_ns = now_ns();
  event.frames = widest - before;
  out.push_back(event);
  told.widened_in = now.widened_in;
  told.widened_out = now.widened_out;
}

void Live::hear_runners(std::vector<LiveEvent>& out) {
  for (const auto& [id, runner] : runners_) {
    const auto drives = [&](const auto& entry) { return entry.second->drives && entry.second->runner == id; };
    // A stream that is still being opened has no number to be told by.
    if (const auto driver = std::ranges::find_if(streams_, drives); driver != streams_.end())
      if (const auto gap = runner->take_gap_ns()) {
        LiveEvent event{LiveEvent::Kind::handed_over, now_ns()};
        event.stream = driver->first;
        event.gap_ns = *gap;
        out.push_back(event);
      }
    for (Notice notice; runner->player.notice(notice);) {
      const std::int64_t time_ns = notice.time_ns == 0 ? now_ns() : notice.time_ns;
      if (notice.kind == NoticeKind::not_finite) {
        LiveEvent event{LiveEvent::Kind::not_finite, time_ns};
        event.runner = id;
        event.part = notice.part;
        out.push_back(event);
        continue;
      }
      const bool begun = notice.kind == NoticeKind::begun;
      (begun ? runner->begun : runner->settled) = notice.change;
      for (Progress& p : under_way_) {
        std::int64_t& last = begun ? p.begun_ns : p.settled_ns;
        if (p.number == notice.change) last = std::max(last, time_ns);
      }
    }
    runner->player.collect();
  }
}

void Live::hear_changes(std::vector<LiveEvent>& out) {
  const auto all = [this](const Progress& p, std::uint64_t Runner::*reached) {
    return std::ranges::all_of(p.runners, [&](std::uint32_t id) {
      const auto found = runners_.find(id);
      return found == runners_.end() || (*found->second).*reached >= p.number;
    });
  };
  const auto tell = [&out](LiveEvent::Kind kind, const Progress& p, std::int64_t time_ns) {
    LiveEvent event{kind, time_ns == 0 ? now_ns() : time_ns};
    event.change = p.number;
    out.push_back(event);
  };
  for (Progress& p : under_way_) {
    if (!p.begun && all(p, &Runner::begun)) {
      p.begun = true;
      tell(LiveEvent::Kind::begun, p, p.begun_ns);
    }
    if (!p.begun || !all(p, &Runner::settled)) break;
    tell(LiveEvent::Kind::settled, p, p.settled_ns);
    p.runners.clear();
  }
  std::erase_if(under_way_, [](const Progress& p) { return p.begun && p.runners.empty(); });
  if (!silent_ || holding_ || !under_way_.empty() || stopped_) return;
  silent_ = false;
  for (const auto& [number, stream] : streams_)
    if (!stream->closing) stream->edge->fade.begin_in();
}

std::vector<LiveEvent> Live::poll() {
  const std::lock_guard lock(mutex_);
  std::vector<LiveEvent> events;
  events.swap(late_events_);
  for (const auto& [number, stream] : streams_) {
    hear_stream(*stream, events);
    steer(*stream);
  }
  hear_runners(events);
  hear_changes(events);
  if (const std::uint32_t demoted = demotions(); demoted != demotions_told_) {
    demotions_told_ = demoted;
    events.push_back({LiveEvent::Kind::demoted, now_ns()});
  }
  std::ranges::stable_sort(events, {}, &LiveEvent::time_ns);
  return events;
}

std::vector<RunnerStats> Live::stats() {
  const std::lock_guard lock(mutex_);
  std::vector<RunnerStats> all;
  for (const auto& [id, runner] : runners_) {
    const LoadMeter::Reading load = runner->load.take();
    RunnerStats& s = all.emplace_back();
    s.runner = id;
    s.frames = runner->frames();
    s.clock_ppm = runner->clock_ppm();
    s.load = load.mean;
    s.load_p99 = load.p99;
    s.load_worst = load.worst;
    s.xruns = runner->past_xruns;
    s.allocations = 0;
    for (const auto& [number, stream] : streams_) {
      if (stream->runner != id) continue;
      if (stream->member) s.members.push_back({number, stream->member->crossing().frames, stream->member->state()});
      s.xruns += stream->edge->xruns();
      s.not_finite += stream->edge->not_finite();
      s.allocations += stream->edge->allocations();
      if (!stream->drives) continue;
      const ThreadFaults now = faults_of(stream->stream->info().thread), then = stream->at_start;
      if (now.page_faults >= 0 && then.page_faults >= 0) s.page_faults = now.page_faults - then.page_faults;
      if (now.preemptions >= 0 && then.preemptions >= 0) s.preemptions = now.preemptions - then.preemptions;
    }
  }
  return all;
}

std::vector<SlotLevels> Live::levels() {
  const std::lock_guard lock(mutex_);
  std::vector<SlotLevels> all;
  for (const auto& [number, stream] : streams_) {
    const std::vector<Level> inputs = stream->edge->take_inputs(), outputs = stream->edge->take_outputs();
    for (const SlotRange& range : stream->slots) {
      SlotLevels& slot = all.emplace_back();
      slot.slot = range.slot;
      add_levels(inputs, range.first_input, range.inputs, slot.input_peaks, slot.input_rms);
      add_levels(outputs, range.first_output, range.outputs, slot.output_peaks, slot.output_rms);
      for (std::uint32_t c = range.first_output; c < range.first_output + range.outputs; ++c) slot.clipped += outputs[c].clipped;
    }
  }
  return all;
}

}  // namespace busbar
