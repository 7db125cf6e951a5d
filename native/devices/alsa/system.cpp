#include "devices/alsa/system.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>

namespace busbar::alsa {
namespace {

namespace fs = std::filesystem;

std::string first_line(const fs::path& path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  return line;
}

/// The value of `key=` in `hw:CARD=x,DEV=1`, else the n-th of `hw:x,1`.
std::string argument(const std::string& id, const std::string& key, int place) {
  const std::size_t colon = id.find(':');
  if (colon == std::string::npos) return {};
  std::string rest = id.substr(colon + 1);
  for (int i = 0; !rest.empty(); ++i) {
    const std::size_t comma = rest.find(',');
    const std::string one = rest.substr(0, comma);
    rest = comma == std::string::npos ? "" : rest.substr(comma + 1);
    if (one.starts_with(key + "=")) return one.substr(key.size() + 1);
    if (i == place && one.find('=') == std::string::npos) return one;
  }
  return {};
}

}  // namespace

Plug plug_of(int card) {
  Plug plug;
  std::error_code none;
  fs::path at = fs::canonical("/sys/class/sound/card" + std::to_string(card) + "/device", none);
  if (none) return plug;
  const std::string subsystem = fs::read_symlink(at / "subsystem", none).filename();
  if (subsystem == "pci") plug.port = at.filename();
  if (subsystem != "usb") return plug;
  // A card hangs on an interface of the USB device; the device is above it.
  for (; at.has_relative_path(); at = at.parent_path()) {
    if (!fs::exists(at / "idVendor", none)) continue;
    plug.usb = first_line(at / "idVendor") + ":" + first_line(at / "idProduct");
    plug.serial = first_line(at / "serial");
    plug.port = at.filename();
    break;
  }
  return plug;
}

bool is_usb(const Library& alsa, Pcm* pcm) {
  PcmInfo* made = nullptr;
  if (alsa.pcm_info_malloc(&made) < 0) return false;
  const std::unique_ptr<PcmInfo, void (*)(PcmInfo*)> info(made, alsa.pcm_info_free);
  if (alsa.pcm_info(pcm, made) < 0) return false;
  const int card = alsa.pcm_info_get_card(made);
  return card >= 0 && access(("/proc/asound/card" + std::to_string(card) + "/usbid").c_str(), F_OK) == 0;
}

std::string holder_of(const Library& alsa, const std::string& id, Direction direction) {
  const std::string card = argument(id, "CARD", 0);
  const std::string device = argument(id, "DEV", 1);
  const int index = card.empty() ? -1 : alsa.card_get_index(card.c_str());
  if (index < 0 || device.find_first_not_of("0123456789") != std::string::npos) return {};
  return holder_of(index, device.empty() ? 0 : static_cast<unsigned>(std::stoul(device.substr(0, 4))), direction);
}

std::string holder_of(int card, unsigned device, Direction direction) {
  const fs::path pcm = "/proc/asound/card" + std::to_string(card) + "/pcm" + std::to_string(device) + (direction == kCapture ? "c" : "p");
  std::error_code none;
  for (const fs::directory_entry& sub : fs::directory_iterator(pcm, none)) {
    std::ifstream status(sub.path() / "status");
    for (std::string line; std::getline(status, line);) {
      if (!line.starts_with("owner_pid")) continue;
      const std::size_t digits = line.find_first_of("0123456789");
      if (digits == std::string::npos) break;
      // The thread that opened it; /proc knows it by that number too.
      const std::string pid = line.substr(digits);
      const std::string name = first_line("/proc/" + pid + "/comm");
      return (name.empty() ? "process" : name) + " (process " + pid + ")";
    }
  }
  return {};
}

}  // namespace busbar::alsa
