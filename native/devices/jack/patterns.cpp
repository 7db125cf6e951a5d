#include "devices/jack/patterns.h"

#include <algorithm>

namespace busbar::jack {
namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// The digits at the front without leading zeros; `text` is left behind them.
std::string_view take_number(std::string_view& text) noexcept {
  std::size_t zeros = 0;
  while (zeros < text.size() && text[zeros] == '0') ++zeros;
  text.remove_prefix(zeros);
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) ++digits;
  const std::string_view number = text.substr(0, digits);
  text.remove_prefix(digits);
  return number;
}

std::string_view client_of(std::string_view full) noexcept { return full.substr(0, full.find(':')); }

}  // namespace

bool matches(std::string_view pattern, std::string_view name) noexcept {
  // Back to the last star where the rest does not fit: linear but for the text that stars try again.
  std::size_t p = 0, n = 0, star = std::string_view::npos, tried = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      tried = n;
    } else if (p < pattern.size() && pattern[p] == name[n]) {
      ++p, ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++tried;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

bool comes_before(std::string_view a, std::string_view b) noexcept {
  const std::string_view whole_a = a, whole_b = b;
  while (!a.empty() && !b.empty()) {
    if (is_digit(a.front()) && is_digit(b.front())) {
      const std::string_view x = take_number(a), y = take_number(b);
      if (x.size() != y.size()) return x.size() < y.size();
      if (x != y) return x < y;
    } else if (a.front() != b.front()) {
      return a.front() < b.front();
    } else {
      a.remove_prefix(1);
      b.remove_prefix(1);
    }
  }
  if (a.empty() != b.empty()) return a.empty();
  return whole_a < whole_b;  // `in_1` and `in_01`
}

std::vector<Pair> pairs_wanted(const std::vector<Wish>& wishes, const std::string& client, const std::vector<std::string>& sources,
                               const std::vector<std::string>& sinks) {
  std::vector<Pair> wanted;
  for (const Wish& wish : wishes) {
    if (wish.pattern.empty()) continue;
    std::vector<std::string> found;
    const bool names_us = client_of(wish.pattern) == client;
    for (const std::string& other : wish.input ? sources : sinks)
      if (matches(wish.pattern, other) && (names_us || client_of(other) != client)) found.push_back(other);
    std::sort(found.begin(), found.end(), comes_before);
    const auto count = static_cast<std::int32_t>(found.size());
    const std::int32_t first = wish.nth < 0 ? 0 : std::min(wish.nth, count);
    const std::int32_t end = wish.nth < 0 ? count : std::min(wish.nth + 1, count);
    for (std::int32_t i = first; i < end; ++i)
      wanted.push_back(wish.input ? Pair{found[static_cast<std::size_t>(i)], wish.port} : Pair{wish.port, found[static_cast<std::size_t>(i)]});
  }
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  return wanted;
}

}  // namespace busbar::jack
