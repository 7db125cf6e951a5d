#include "live/thread_faults.h"

#include <fstream>
#include <sstream>
#include <string>

namespace busbar {
namespace {

/// stat(5): fields after the name, which may hold anything but ends with the last bracket.
std::int64_t page_faults(const std::string& folder) {
  std::ifstream file(folder + "stat");
  std::string line;
  if (!std::getline(file, line)) return -1;
  std::istringstream fields(line.substr(line.rfind(')') + 1));
  std::string skipped;
  std::int64_t minor = -1, of_children = 0, major = -1;
  for (int i = 3; i < 10; ++i) fields >> skipped;
  fields >> minor >> of_children >> major;
  return fields ? minor + major : -1;
}

std::int64_t preemptions(const std::string& folder) {
  std::ifstream file(folder + "status");
  for (std::string word; file >> word;)
    if (word == "nonvoluntary_ctxt_switches:") {
      std::int64_t count = -1;
      file >> count;
      return file ? count : -1;
    }
  return -1;
}

}  // namespace

ThreadFaults faults_of(std::int32_t thread) {
  if (thread == 0) return {};
  const std::string folder = "/proc/self/task/" + std::to_string(thread) + "/";
  return {page_faults(folder), preemptions(folder)};
}

}  // namespace busbar
