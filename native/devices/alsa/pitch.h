// The control that moves a device's own clock. In: the PCMs of a device, a pitch in ppm. Out: values of the control that its
// card has for each of them. snd-aloop takes a stretch of its period in steps of 10 ppm, the USB audio gadget millionths;
// what one step leaves out the next makes up for, so that their mean is what was asked for.
// Invariant: a control that was moved is put back to its middle at the end. Control side only: each call is a system call.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "devices/alsa/library.h"

namespace busbar::alsa {

/// One direction's control, as the driver names it.
struct PitchElement {
  std::string name;
  unsigned device = 0, subdevice = 0;  ///< of the control, not of the PCM
  double middle = 0;                   ///< the value of no pitch
  bool stretches = false;              ///< a larger value is slower
  long least = 0, most = 0;

  /// What `ppm` takes, between two values that the control has.
  double value_of(double ppm) const noexcept;
};

/// Nothing where the driver has no control for that direction of the PCM.
std::optional<PitchElement> pitch_element(const Library& alsa, Ctl* card, Direction direction, unsigned device, unsigned subdevice);

class Pitch {
 public:
  explicit Pitch(const Library& alsa) : alsa_(alsa) {}
  ~Pitch();
  Pitch(const Pitch&) = delete;
  Pitch& operator=(const Pitch&) = delete;

  /// Whether the direction that `pcm` is can be steered; then it moves with the others.
  bool add(Pcm* pcm, Direction direction);
  /// Of all that were added.
  void set(double ppm);

 private:
  struct Control {
    std::unique_ptr<Ctl, int (*)(Ctl*)> card;
    PitchElement element;
    double left = 0;  ///< of what was asked for, not given yet
  };

  void write(Control& control, long value);

  const Library& alsa_;
  std::vector<Control> controls_;
  bool moved_ = false;
};

}  // namespace busbar::alsa
