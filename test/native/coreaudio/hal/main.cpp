// busbar_hal_test [NAME…]: runs all tests of the double, or those whose names contain one of the words.
#include <algorithm>
#include <cstdio>
#include <cstring>

#include "check.h"
#include "hal.h"

namespace {
int failures = 0;
}

std::vector<Test>& tests() {
  static std::vector<Test> all;
  return all;
}

void failed(const char* file, int line, const std::string& what) {
  ++failures;
  const char* const slash = std::strrchr(file, '/');
  std::printf("%s:%d: %s\n", slash == nullptr ? file : slash + 1, line, what.c_str());
}

std::string words_of(const hal::Counters& c) {
  std::string words;
  const auto say = [&](int n, const char* what) {
    if (n != 0) words += (words.empty() ? "" : ", ") + std::to_string(n) + ' ' + what;
  };
  say(c.aggregates, "aggregates");
  say(c.listeners, "listeners");
  say(c.procs, "procs");
  say(c.cf_objects, "objects of CoreFoundation");
  say(c.workgroups, "workgroups");
  say(c.joined, "threads in workgroups");
  say(c.hogs, "devices in hog mode");
  return words;
}

int main(int count, char** words) {
  int bad = 0;
  for (const Test& test : tests()) {
    const bool wanted = count < 2 || std::any_of(words + 1, words + count, [&](const char* word) { return std::strstr(test.name, word) != nullptr; });
    if (!wanted) continue;
    failures = 0;
    test.body();
    for (const std::string& what : hal::misuse()) failed(__FILE__, __LINE__, what);
    if (!hal::wait_for_release()) failed(__FILE__, __LINE__, "left behind: " + words_of(hal::counters()));
    hal::reset();
    std::printf("%s %s\n", failures == 0 ? "ok" : "FAILED", test.name);
    bad += failures != 0;
  }
  return bad == 0 ? 0 : 1;
}
