// The live engine's control side: runners, the streams that drive and join them, changes of what they play. In: streams
// to open, plans, values. Out: what happened and how it goes. Knows no Node; all calls may come from any thread but an
// audio thread, and none holds the lock while a device is opened or closed.
// Invariant: a runner outlives its streams; a change is posted to every runner of its last stage, or to none.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "devices/open.h"
#include "live/reports.h"
#include "live/runner.h"
#include "live/steering.h"
#include "live/stream_edge.h"
#include "live/thread_faults.h"
#include "plan/plan_error.h"
#include "rt/thread_priority.h"

namespace busbar {

struct StreamOrder {
  DeviceSpec device;
  std::uint32_t runner = 0;
  bool drives = false;
  std::vector<SlotRange> slots;
  MemberCrossing crossing;  ///< of a stream that does not drive
  /// A virtual device that drives runs at the speed that the runner's clock was known to have.
  bool keeps_clock = false;
  /// A stream that is closed once this one is ready, so that hardly a moment is without a driver; 0: none.
  std::uint32_t replaces = 0;
};

struct LiveStage {
  std::vector<std::uint64_t> plan;  ///< its bytes, aligned
  std::size_t plan_bytes = 0;
  std::vector<Adoption> adopt;
  std::uint64_t frames = 0;
  std::vector<std::uint32_t> runners;  ///< by domain of the plan
  std::vector<std::uint32_t> slots;    ///< by device of the plan
};

/// Stages of one runner; null where the plan of a stage has no domain for it.
struct LoadedChange {
  std::map<std::uint32_t, std::vector<std::unique_ptr<Stage>>> runners;
};

class Live {
 public:
  Live() = default;
  ~Live() { abandon(); }
  Live(const Live&) = delete;
  Live& operator=(const Live&) = delete;

  // --- Streams (live_streams.cpp): these wait --------------------------------------------------------
  /// Where it fails, what it was to replace may go on: `scheduling` tells.
  DeviceError open(const StreamOrder& order, std::uint32_t& number, StreamInfo& info);
  /// Fades out unless it is lost, stops, closes. False: there is no such stream, or it is being closed already.
  bool close(std::uint32_t stream);
  /// Fades everything out and closes it; nothing is opened afterwards.
  void stop();
  /// The same at once: the process ends.
  void abandon() noexcept;
  /// As a thread is scheduled now, whoever arranged it.
  std::optional<Scheduling> scheduling(std::uint32_t stream);
  /// What the plan does between a stream's channels, for devices whose other users want to know; nothing for a stream that closes.
  void set_paths(std::uint32_t stream, std::vector<StreamPath> paths);
  /// What its ports are to be kept connected to from now on; nothing for a stream that closes.
  void set_wishes(std::uint32_t stream, const std::vector<PortWish>& inputs, const std::vector<PortWish>& outputs);

  // --- Changes (live_changes.cpp) --------------------------------------------------------------------
  /// Makes kernels and memory ready; slow, needs no lock.
  PlanError load(const std::vector<LiveStage>& stages, LoadedChange& out);
  /// Waits until every output has faded out: before a change that shall not be heard.
  void silence();
  /// Hands a change to its runners. Says what is wrong with it, else gives its number. Outputs that are silent come
  /// back when it has settled.
  std::string post(LoadedChange change, std::uint64_t& number);
  /// Says what is wrong, else nothing.
  std::string set(std::uint32_t part, const std::vector<double>& params);
  /// What was measured between the two calls before; asks for what was measured since.
  std::vector<double> read_out(std::uint32_t part);

  // --- Reports (live_reports.cpp) --------------------------------------------------------------------
  std::vector<LiveEvent> poll();
  std::vector<RunnerStats> stats();
  std::vector<SlotLevels> levels();
  std::uint64_t memory() const noexcept { return living_.load(); }
  /// Whether the plan loaded last is kept from being paged out.
  bool is_locked() const noexcept { return locked_.load(); }

 private:
  struct OpenStream {
    std::uint32_t number = 0, runner = 0;
    bool drives = false, closing = false;
    std::vector<SlotRange> slots;
    std::shared_ptr<Member> member;  ///< of a stream that does not drive
    std::unique_ptr<StreamEdge> edge;
    std::unique_ptr<Stream> stream;
    ThreadFaults at_start;
    MemberState told;  ///< of its crossing
    Steering steering;
    std::mutex halting;
    void halt() noexcept;
  };
  struct Progress {
    std::uint64_t number;
    std::vector<std::uint32_t> runners;
    bool begun = false;
    std::int64_t begun_ns = 0, settled_ns = 0;  ///< of the runner that came last
  };

  Runner& runner(std::uint32_t number);
  DeviceSpec device_of(const StreamOrder& order);
  /// Null: there is none of that number, or it is being closed.
  std::shared_ptr<OpenStream> open_stream(std::uint32_t number);
  void detach(OpenStream& stream);
  void drop_unused_runners();
  void fade_out(OpenStream& stream);
  void run_dry(const OpenStream& stream);
  std::unique_ptr<Change> shape(Runner& runner, std::vector<std::unique_ptr<Stage>> stages, std::uint64_t number);
  Runner* runner_of(std::uint32_t part);
  void hear_runners(std::vector<LiveEvent>& out);
  void hear_changes(std::vector<LiveEvent>& out);
  void hear_stream(OpenStream& stream, std::vector<LiveEvent>& out);
  void steer(OpenStream& stream);

  std::atomic<std::uint64_t> living_{0};  ///< bytes of plans; outlives them
  std::atomic<bool> locked_{false};
  std::mutex mutex_;                      ///< for all below
  std::map<std::uint32_t, std::unique_ptr<Runner>> runners_;
  std::map<std::uint32_t, std::shared_ptr<OpenStream>> streams_;
  std::uint32_t last_stream_ = 0;
  std::int64_t origin_ns_ = 0;            ///< when the first stream was opened: virtual devices count from it
  std::uint64_t last_change_ = 0;
  std::vector<std::uint32_t> playing_;    ///< runners of the last change
  std::vector<Progress> under_way_;
  std::map<std::uint32_t, std::vector<double>> readings_;  ///< by part
  std::vector<LiveEvent> late_events_;    ///< of streams that are closed
  std::uint32_t demotions_told_ = 0;
  bool silent_ = false;    ///< outputs have faded out for a change
  bool holding_ = false;   ///< and it is not posted yet
  bool stopped_ = false;
};

}  // namespace busbar
