// A section that may move. In: designs. Out: coefficients frame by frame. g and k glide as logarithms, so that they
// stay positive on any path, retargeted in flight or not: the state-variable form is stable for any such path
// (A. Wishnick, "Time-varying filters for musical applications", DAFx-14, p. 69-76).
#pragma once

#include <cmath>
#include <cstdint>

#include "dsp/ramp.h"
#include "dsp/section_runner.h"

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
    rest_ = section_coefs(to);
  }

  /// The order of a section is structural: `to` has the one that jump() set.
  void glide(const Section& to, std::uint32_t frames) noexcept {
    target_ = to;
    log_g_.glide(std::log(to.g), frames);
    log_k_.glide(std::log(to.k), frames);
    m0_.glide(to.m0, frames);
    m1_.glide(to.m1, frames);
    m2_.glide(to.m2, frames);
    rest_ = section_coefs(to);
  }

  void finish() noexcept { jump(target_); }

  bool moving() const noexcept {
    return log_g_.moving() || log_k_.moving() || m0_.moving() || m1_.moving() || m2_.moving();
  }
  std::uint32_t order() const noexcept { return target_.order; }

  /// Coefficients once nothing moves: those of the target, to the bit.
  const SectionCoefs& rest() const noexcept { return rest_; }

  /// Coefficients of the present frame, then on to the next one.
  SectionCoefs next() noexcept {
    Section now = target_;
    if (log_g_.moving()) now.g = std::exp(log_g_.next());
    if (log_k_.moving()) now.k = std::exp(log_k_.next());
    now.m0 = m0_.next();
    now.m1 = m1_.next();
    now.m2 = m2_.next();
    return section_coefs(now);
  }

 private:
  Section target_;
  Ramp log_g_, log_k_, m0_, m1_, m2_;
  SectionCoefs rest_;
};

}  // namespace busbar
