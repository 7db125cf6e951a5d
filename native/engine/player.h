// Plays the plans of one clock domain, one after the other, without a seam. In: samples of devices; changes and values
// from the control side. Out: samples of devices; notices of what happened.
// Invariants: `run` allocates, frees, locks and logs nothing, and what it plays does not depend on how the stream is cut.
// The control side is one thread at a time, and so is the audio side; between them are an atomic pointer and queues.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/stage.h"
#include "rt/spsc_queue.h"

namespace busbar {

enum class NoticeKind : std::uint8_t { begun, settled, not_finite };

struct Notice {
  NoticeKind kind;
  std::uint64_t change;   ///< begun, settled: which; not_finite: the one that played
  std::uint64_t frame;    ///< absolute number of the first frame that it is true of
  std::int64_t time_ns;   ///< as given to `run`
  std::uint32_t part;     ///< not_finite: first part of the op that was reset, of the change's last stage; kNoPart: not found there
};

/// What a part has measured: asked for on the control side, filled in on the audio side.
struct Readings {
  std::uint64_t change;
  std::uint32_t part;
  std::uint32_t count;  ///< of values; none if the part plays no more
  std::vector<double> values;
};

struct PostResult {
  std::string refused;         ///< what is wrong; all stays as it was
  std::uint64_t replaced = 0;  ///< number of the change that will never begin, for this one came first; 0: none
};

class Player {
 public:
  /// Plays `first` from the first frame on; without it, silence until a change begins.
  explicit Player(std::unique_ptr<Stage> first = nullptr);
  /// Nothing runs any more.
  ~Player();
  Player(const Player&) = delete;
  Player& operator=(const Player&) = delete;

  // --- Control side -----------------------------------------------------------------------------
  /// Checks a change and hands it over. It begins at the next block, or when the change before has settled. One that was
  /// posted and has not begun is replaced; `base` must then be the one that plays.
  PostResult post(std::unique_ptr<Change> change);
  /// Number of the last change posted, and the plan that stays when it has settled: those that follow address its parts.
  std::uint64_t number() const noexcept { return last_.number; }
  /// What never changes of it. Null before there is any.
  const LoadedPlan* plan() const noexcept { return last_.plan; }
  /// New params for a part, after `plan()->check`: where it plays by now it glides there. False: the queue is full.
  bool set(std::uint32_t part, const double* params) noexcept;
  /// Asks for what a part has measured since it was last asked. False: too many are under way.
  bool ask(std::uint32_t part);
  /// An answer, in the order of the questions; null: none yet.
  std::unique_ptr<Readings> answer();
  bool notice(Notice& out) noexcept { return notices_.pop(out); }
  /// Frees what plays no more.
  void collect() noexcept;

  // --- Audio side -------------------------------------------------------------------------------
  /// Plays `frames` frames of any number. Every output of every slot is written. `time_ns`: goes into notices.
  void run(std::span<const DeviceBuffers> slots, std::uint32_t frames, std::int64_t time_ns = 0) noexcept;
  std::uint64_t frame() const noexcept { return frame_; }
  /// Number of the change that has begun last.
  std::uint64_t playing() const noexcept { return number_; }
  /// Takes what the control side has sent, as `run` does before each block.
  void receive(std::int64_t time_ns = 0) noexcept;
  /// Readings at once, for who holds both sides.
  std::uint32_t read_out(std::uint32_t part, double* values, std::uint32_t count) noexcept;
  /// Ends what is under way, and starts what plays then from the first frame, in silence. Values that were set stay.
  void restart() noexcept;

  /// Whether blocks that hold samples which are not finite are kept from the outputs, and what made them is reset.
  bool guard = false;
  /// Whether slots that hold no live signal are filled with NaN (tests).
  bool poison = false;

 private:
  struct Request {
    std::uint64_t change;
    Readings* readings;  ///< null: params are to be set
    std::uint32_t part;
    double params[kMostParams];
  };
  /// What the control side knows a change by.
  struct Target {
    std::uint64_t number = 0;
    const LoadedPlan* plan = nullptr;
  };

  void take_requests() noexcept;
  void set_now(const Request& request) noexcept;
  void begin(std::int64_t time_ns) noexcept;
  void enter(std::size_t stage, std::int64_t time_ns) noexcept;
  void settle(std::int64_t time_ns) noexcept;
  void play(std::span<const DeviceBuffers> slots, std::uint32_t offset, std::uint32_t frames, std::int64_t time_ns) noexcept;
  void watch(bool finite, Watch watched, std::int64_t time_ns) noexcept;
  std::uint32_t part_in_last_stage(std::uint32_t part) const noexcept;

  // Control side.
  Target heard_, last_;  ///< that has begun for certain; that was posted last
  std::size_t asked_ = 0;

  // Between both.
  std::atomic<Change*> posted_ = nullptr;
  SpscQueue<Request> requests_;
  SpscQueue<Readings*> answers_;
  SpscQueue<Notice> notices_;
  SpscQueue<Change*> retired_;

  // Audio side.
  std::unique_ptr<Stage> settled_;  ///< what plays, while no change is under way
  Change* change_ = nullptr;        ///< the one that is under way
  std::size_t at_ = 0;              ///< its stage that plays
  Stage* stage_ = nullptr;          ///< what plays, of either
  std::uint64_t left_ = 0;          ///< frames of the stage
  std::uint64_t number_ = 0;        ///< of the change that has begun last
  std::uint64_t frame_ = 0;
  bool checking_ = false, reported_ = false;
};

}  // namespace busbar
