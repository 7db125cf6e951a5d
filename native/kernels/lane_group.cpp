#include "kernels/lane_group.h"

#include <algorithm>
#include <bit>

namespace busbar {
namespace {

constexpr SectionForm kForms[] = {kGeneral, kBell};

}  // namespace

std::uint32_t lanes_of(std::uint32_t left) noexcept {
  // A group that is filled to less than so much costs more than narrower ones.
  if (left > 12) return std::min(left, 16u);
  if (left > 4) return std::min(left, 8u);
  return left;
}

LaneGroup::LaneGroup(std::uint32_t first, std::uint32_t channels, std::uint32_t levels, const bool (&forms)[kSectionForms])
    : first_(first),
      channels_(channels),
      width_(std::bit_ceil(channels)),
      levels_(levels),
      placed_(std::size_t{levels} * width_),
      gains_(std::size_t{levels} * width_) {
  ops_ = &simd().lanes[std::countr_zero(width_)];
  for (const SectionForm form : kForms) {
    if (!forms[form]) continue;
    tables_[form].factors.resize(std::size_t{levels} * kSectionFactors * width_);
    tables_[form].memory.resize(std::size_t{levels} * kSectionMemory * width_);
  }
}

void LaneGroup::settle() noexcept {
  for (std::size_t level = 0; level < levels_.size(); ++level) {
    Level& is = levels_[level];
    is = {};
    for (std::uint32_t lane = 0; lane < width_; ++lane) {
      const PlacedLevel& p = placed(level)[lane];
      gains(level)[lane] = p.gain ? p.gain->target() : 1;
      if (p.gain) is.gain.pace = Pace::rest;
      for (const SectionForm form : kForms) {
        if (tables_[form].factors.empty()) continue;
        const SectionGlide* glide = p.sections[form].glide;
        const SectionFactors f = glide ? glide->rest() : kPassOn;
        for (std::uint32_t i = 0; i < kSectionFactors; ++i) factors(level, form)[i * width_ + lane] = f.at[i];
        if (glide) is.sections[form].pace = Pace::rest;
      }
    }
  }
}

void LaneGroup::take_states(bool moving) noexcept {
  for (std::size_t level = 0; level < levels_.size(); ++level) {
    Level& is = levels_[level];
    is.gain.now = is.gain.pace;
    if (moving)
      for (std::uint32_t lane = 0; lane < width_; ++lane)
        if (const Ramp* gain = placed(level)[lane].gain; gain && gain->moving()) is.gain.now = Pace::moving;
    for (const SectionForm form : kForms) {
      Row& row = is.sections[form];
      row.now = row.pace;
      if (row.pace == Pace::absent) continue;
      double* s1 = memory(level, form);
      for (std::uint32_t lane = 0; lane < width_; ++lane) {
        const PlacedSection& p = placed(level)[lane].sections[form];
        s1[lane] = p.state ? p.state->s1 : 0;
        s1[width_ + lane] = p.state ? p.state->s2 : 0;
        if (moving && p.glide && p.glide->moving()) row.now = Pace::moving;
      }
    }
  }
}

void LaneGroup::put_states() noexcept {
  for (std::size_t level = 0; level < levels_.size(); ++level)
    for (const SectionForm form : kForms) {
      if (levels_[level].sections[form].pace == Pace::absent) continue;
      const double* s1 = memory(level, form);
      for (std::uint32_t lane = 0; lane < width_; ++lane)
        if (SectionState* state = placed(level)[lane].sections[form].state) *state = {s1[lane], s1[width_ + lane]};
    }
}

/// Channels of one part share a design, which is then worked out once.
void LaneGroup::move(std::size_t level, SectionForm form, std::uint32_t at, std::uint32_t frames, double* to) noexcept {
  const double* rest = factors(level, form);
  for (std::uint32_t lane = 0; lane < width_; ++lane, ++to) {
    const SectionGlide* glide = placed(level)[lane].sections[form].glide;
    const bool same = lane > 0 && glide == placed(level)[lane - 1].sections[form].glide;
    const bool moves = glide && glide->moving();
    for (std::uint32_t frame = 0; frame < frames; ++frame) {
      double* f = to + std::size_t{frame} * kSectionFactors * width_;
      SectionFactors then{};
      if (moves && !same) then = glide->in(at + frame);
      for (std::uint32_t i = 0; i < kSectionFactors; ++i, f += width_)
        *f = !moves ? rest[i * width_ + lane] : same ? f[-1] : then.at[i];
    }
  }
}

void LaneGroup::run_gains(std::size_t level, std::uint32_t at, std::uint32_t frames, double* buffer) noexcept {
  if (levels_[level].gain.now == Pace::rest) {
    ops_->gains(buffer, frames, gains(level), 0);
  } else {
    alignas(64) double moving[kFrames * kMostLanes];
    for (std::uint32_t frame = 0; frame < frames; ++frame)
      for (std::uint32_t lane = 0; lane < width_; ++lane) {
        const Ramp* gain = placed(level)[lane].gain;
        moving[frame * width_ + lane] = gain ? gain->value_in(at + frame) : 1;
      }
    ops_->gains(buffer, frames, moving, width_);
  }
  // Rest on zero is silence, whatever comes in.
  for (std::uint32_t lane = 0; lane < width_; ++lane) {
    const Ramp* gain = placed(level)[lane].gain;
    if (!gain || gain->target() != 0) continue;
    const std::uint32_t left = gain->left() > at ? gain->left() - at : 0;
    for (std::uint32_t frame = left; frame < frames; ++frame) buffer[frame * width_ + lane] = 0;
  }
}

std::size_t LaneGroup::run_sections(std::size_t level, SectionForm form, std::uint32_t at, std::uint32_t frames, double* buffer) noexcept {
  if (levels_[level].sections[form].now == Pace::moving) {
    alignas(64) double moving[kMovingFrames * kSectionFactors * kMostLanes];
    for (std::uint32_t done = 0; done < frames; done += kMovingFrames) {
      const std::uint32_t some = std::min(kMovingFrames, frames - done);
      move(level, form, at + done, some, moving);
      ops_->moving[form](buffer + std::size_t{done} * width_, some, moving, memory(level, form));
    }
    return level + 1;
  }
  // Sections of one form that follow each other, with nothing in between.
  const auto only = [&](const Level& l) {
    return l.gain.now == Pace::absent && l.sections[form].now == Pace::rest &&
           std::ranges::all_of(kForms, [&](SectionForm f) { return f == form || l.sections[f].now == Pace::absent; });
  };
  std::size_t end = level + 1;
  if (form == kBell || levels_[level].sections[kBell].now == Pace::absent)
    while (end < levels_.size() && only(levels_[end])) ++end;
  ops_->sections[form](buffer, frames, factors(level, form), memory(level, form), static_cast<std::uint32_t>(end - level));
  return end;
}

std::size_t LaneGroup::run_level(std::size_t level, std::uint32_t at, std::uint32_t frames, double* buffer) noexcept {
  if (levels_[level].gain.now != Pace::absent) run_gains(level, at, frames, buffer);
  std::size_t end = level + 1;
  for (const SectionForm form : kForms)
    if (levels_[level].sections[form].now != Pace::absent) end = run_sections(level, form, at, frames, buffer);
  return end;
}

void LaneGroup::process(const Block& b, bool moving) noexcept {
  alignas(64) double lanes[kFrames * kMostLanes], unheard[kFrames];
  const double* in[kMostLanes];
  double* out[kMostLanes];
  take_states(moving);
  for (std::uint32_t at = 0; at < b.frames; at += kFrames) {
    const std::uint32_t frames = std::min(kFrames, b.frames - at);
    for (std::uint32_t lane = 0; lane < width_; ++lane) {
      const bool heard = lane < channels_;
      in[lane] = b.in[first_ + (heard ? lane : 0)] + at;
      out[lane] = heard ? b.out[first_ + lane] + at : unheard;
    }
    // One channel is in its lane already.
    double* buffer = width_ == 1 ? out[0] : lanes;
    ops_->load(in, frames, buffer);
    for (std::size_t level = 0; level < levels_.size();) level = run_level(level, at, frames, buffer);
    if (width_ != 1) ops_->store(buffer, out, frames);
  }
  put_states();
}

}  // namespace busbar
