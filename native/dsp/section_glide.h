// A section that may move. In: designs. Out: factors frame by frame. g and k glide as logarithms, so that they
// stay positive on any path, retargeted in flight or not: the state-variable form is stable for any such path
// (A. Wishnick, "Time-varying filters for musical applications", DAFx-14, p. 69-76).
#pragma once

#include <cmath>
#include <cstdint>

#include "dsp/ramp.h"
#include "dsp/section_factors.h"

namespace busbar {

class SectionGlide {
 public:
  void jump(const Section& to) noexcept {
    target_ = to;
    log_g_.jump(std::log(to.g));
    log_k_.jump(std::log(to.k));
    m0_.jump(to.m0);
    m1_.jump(to.m1);
    m2_.jump(to.m2);
  }

  /// Order and form of a section are structural: `to` has those that jump() set.
  void glide(const Section& to, std::uint32_t frames) noexcept {
    target_ = to;
    log_g_.glide(std::log(to.g), frames);
    log_k_.glide(std::log(to.k), frames);
    m0_.glide(to.m0, frames);
    m1_.glide(to.m1, frames);
    m2_.glide(to.m2, frames);
  }

  void finish() noexcept { jump(target_); }

  bool moving() const noexcept {
    return log_g_.moving() || log_k_.moving() || m0_.moving() || m1_.moving() || m2_.moving();
  }
  std::uint32_t order() const noexcept { return target_.order; }

  /// Factors once nothing moves: those of the target, to the bit.
  SectionFactors rest() const noexcept { return section_factors(target_); }

  /// Factors so many frames from now.
  SectionFactors in(std::uint32_t frames) const noexcept {
    Section then = target_;
    if (log_g_.left() > frames) then.g = std::exp(log_g_.value_in(frames));
    if (log_k_.left() > frames) then.k = std::exp(log_k_.value_in(frames));
    then.m0 = m0_.value_in(frames);
    then.m1 = m1_.value_in(frames);
    then.m2 = m2_.value_in(frames);
    return section_factors(then);
  }

  /// On by so many frames.
  void skip(std::uint32_t frames) noexcept {
    for (Ramp* r : {&log_g_, &log_k_, &m0_, &m1_, &m2_}) r->skip(frames);
  }

 private:
  Section target_;
  Ramp log_g_, log_k_, m0_, m1_, m2_;
};

}  // namespace busbar
