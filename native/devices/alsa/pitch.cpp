#include "devices/alsa/pitch.h"

#include <algorithm>
#include <cmath>

namespace busbar::alsa {
namespace {

/// A driver's way of saying it. Both directions of a loopback's cable are one clock, kept where the cable is captured.
struct Form {
  const char* names[2];  ///< by direction
  double middle;
  bool stretches;
  bool at_capture;
};

constexpr Form kForms[] = {
    {{"PCM Rate Shift 100000", "PCM Rate Shift 100000"}, 100'000, true, true},
    {{"Playback Pitch 1000000", "Capture Pitch 1000000"}, 1'000'000, false, false},
};

/// Something that libasound allocates, and its end.
template <class T>
struct Made {
  Made(int (*make)(T**), void (*release)(T*)) : held(nullptr, release) {
    T* made = nullptr;
    if (make(&made) == 0) held.reset(made);
  }
  T* get() const { return held.get(); }
  std::unique_ptr<T, void (*)(T*)> held;
};

Made<ElementId> id_of(const Library& alsa, const PitchElement& element) {
  Made<ElementId> id(alsa.ctl_elem_id_malloc, alsa.ctl_elem_id_free);
  if (id.get() == nullptr) return id;
  alsa.ctl_elem_id_set_interface(id.get(), kInterfacePcm);
  alsa.ctl_elem_id_set_name(id.get(), element.name.c_str());
  alsa.ctl_elem_id_set_device(id.get(), element.device);
  alsa.ctl_elem_id_set_subdevice(id.get(), element.subdevice);
  return id;
}

}  // namespace

double PitchElement::value_of(double ppm) const noexcept {
  const double rate = 1 + ppm * 1e-6;
  return std::clamp(stretches ? middle / rate : middle * rate, static_cast<double>(least), static_cast<double>(most));
}

std::optional<PitchElement> pitch_element(const Library& alsa, Ctl* card, Direction direction, unsigned device, unsigned subdevice) {
  for (const Form& form : kForms) {
    const unsigned kept = form.at_capture && direction == kPlayback ? device ^ 1U : device;
    PitchElement element{form.names[direction], kept, subdevice, form.middle, form.stretches};
    const Made<ElementId> id = id_of(alsa, element);
    const Made<ElementInfo> info(alsa.ctl_elem_info_malloc, alsa.ctl_elem_info_free);
    if (id.get() == nullptr || info.get() == nullptr) return {};
    alsa.ctl_elem_info_set_id(info.get(), id.get());
    if (alsa.ctl_elem_info(card, info.get()) < 0) continue;
    element.least = alsa.ctl_elem_info_get_min(info.get());
    element.most = alsa.ctl_elem_info_get_max(info.get());
    return element;
  }
  return {};
}

bool Pitch::add(Pcm* pcm, Direction direction) {
  const Made<PcmInfo> info(alsa_.pcm_info_malloc, alsa_.pcm_info_free);
  if (info.get() == nullptr || alsa_.pcm_info(pcm, info.get()) < 0) return false;
  const int number = alsa_.pcm_info_get_card(info.get());
  Ctl* opened = nullptr;
  if (number < 0 || alsa_.ctl_open(&opened, ("hw:" + std::to_string(number)).c_str(), 0) < 0) return false;
  Control control{{opened, alsa_.ctl_close}, {}};
  std::optional<PitchElement> found =
      pitch_element(alsa_, opened, direction, alsa_.pcm_info_get_device(info.get()), alsa_.pcm_info_get_subdevice(info.get()));
  if (!found) return false;
  control.element = std::move(*found);
  controls_.push_back(std::move(control));
  return true;
}

void Pitch::set(double ppm) {
  moved_ = true;
  for (Control& control : controls_) {
    const double wanted = control.element.value_of(ppm) + control.left;
    const double given = std::round(wanted);
    control.left = wanted - given;
    write(control, static_cast<long>(given));
  }
}

Pitch::~Pitch() {
  if (!moved_) return;
  for (Control& control : controls_) write(control, static_cast<long>(control.element.middle));
}

/// A card that is gone takes no value, which is said by its stream.
void Pitch::write(Control& control, long value) {
  const Made<ElementId> id = id_of(alsa_, control.element);
  const Made<ElementValue> made(alsa_.ctl_elem_value_malloc, alsa_.ctl_elem_value_free);
  if (id.get() == nullptr || made.get() == nullptr) return;
  alsa_.ctl_elem_value_set_id(made.get(), id.get());
  alsa_.ctl_elem_value_set_integer(made.get(), 0, value);
  (void)alsa_.ctl_elem_write(control.card.get(), made.get());
}

}  // namespace busbar::alsa
