// Up to kMostLanes channels side by side, each with its own chain of gains and sections. In: where the states and designs
// of the chains are. Out: blocks. States stay in their parts: they are taken into lanes at the start of a block and put
// back at its end, so that they may change hands between blocks. Shorter chains are filled up with what does nothing.
#pragma once

#include <cstdint>
#include <vector>

#include "dsp/section_glide.h"
#include "kernels/kernel.h"

namespace busbar {

/// A section of one channel, where it is now. Null: does nothing; without a state: remembers nothing.
struct PlacedSection {
  const SectionGlide* glide = nullptr;
  SectionState* state = nullptr;
};

/// What a channel does at one level, in this order: a gain, a section, a bell.
struct PlacedLevel {
  const Ramp* gain = nullptr;
  PlacedSection sections[kSectionForms];
};

class LaneGroup {
 public:
  /// `channels` channels of an op from `first` on, chains of at most `levels` levels, sections of these `forms` in them.
  LaneGroup(std::uint32_t first, std::uint32_t channels, std::uint32_t levels, const bool (&forms)[kSectionForms]);

  std::uint32_t first() const noexcept { return first_; }
  std::uint32_t channels() const noexcept { return channels_; }
  std::size_t levels() const noexcept { return levels_.size(); }

  /// Level `level` of channel `first() + lane`; to be told for all before `settle`.
  void place(std::size_t level, std::uint32_t lane, const PlacedLevel& what) noexcept { placed_[level * width_ + lane] = what; }
  /// Takes the factors over from the designs that were placed.
  void settle() noexcept;

  /// `moving`: some design may be under way to another.
  void process(const Block& block, bool moving) noexcept;

 private:
  enum class Pace : std::uint8_t { absent, rest, moving };
  /// One gain or one section in each lane.
  struct Row {
    Pace pace = Pace::absent;  ///< by the designs that were placed
    Pace now = Pace::absent;   ///< in the present block
  };
  struct Level {
    Row gain, sections[kSectionForms];
  };
  /// Numbers of the sections of one form, level by level; empty where there are none.
  struct Table {
    std::vector<double> factors, memory;
  };

  PlacedLevel* placed(std::size_t level) noexcept { return placed_.data() + level * width_; }
  double* gains(std::size_t level) noexcept { return gains_.data() + level * width_; }
  double* factors(std::size_t level, SectionForm form) noexcept { return tables_[form].factors.data() + level * kSectionFactors * width_; }
  double* memory(std::size_t level, SectionForm form) noexcept { return tables_[form].memory.data() + level * kSectionMemory * width_; }

  /// Frames that are taken into lanes at a time, and those of them for which factors that move are worked out at a time:
  /// so few that the scratch, on the stack, is still at hand when the next op wants it.
  static constexpr std::uint32_t kFrames = 64;
  static constexpr std::uint32_t kMovingFrames = 8;

  void take_states(bool moving) noexcept;
  void put_states() noexcept;
  void run_gains(std::size_t level, std::uint32_t at, std::uint32_t frames, double* buffer) noexcept;
  /// Both return the level to go on with: behind those that were run as one.
  std::size_t run_level(std::size_t level, std::uint32_t at, std::uint32_t frames, double* buffer) noexcept;
  std::size_t run_sections(std::size_t level, SectionForm form, std::uint32_t at, std::uint32_t frames, double* buffer) noexcept;
  void move(std::size_t level, SectionForm form, std::uint32_t at, std::uint32_t frames, double* factors) noexcept;

  const LaneOps* ops_;
  std::uint32_t first_, channels_, width_;
  std::vector<Level> levels_;
  std::vector<PlacedLevel> placed_;  ///< level by level, lane by lane
  std::vector<double> gains_;
  Table tables_[kSectionForms];
};

/// Channels that a group of the next `left` ones takes.
std::uint32_t lanes_of(std::uint32_t left) noexcept;

}  // namespace busbar
