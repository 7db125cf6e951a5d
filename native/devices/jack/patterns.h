// Which ports are to be joined. In: our ports with their patterns, the ports that there are. Out: pairs of full names.
// Pure. Invariants: the same ports give the same pairs, in whatever order they appeared; nothing is connected to our own
// ports unless the pattern names our client in full.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace busbar::jack {

/// `*` stands for any text, all else for itself.
bool matches(std::string_view pattern, std::string_view name) noexcept;

/// Order of names as people count: `in_2` before `in_10`.
bool comes_before(std::string_view a, std::string_view b) noexcept;

/// One of our ports.
struct Wish {
  std::string port;     ///< its full name
  bool input = false;   ///< audio goes into us
  std::string pattern;  ///< over full names of ports; empty: none
  std::int32_t nth = 0; ///< which of the ports that match, in the order of `comes_before`; -1: all of them
};

/// Full names: audio leaves a source and enters a sink.
struct Pair {
  std::string source, sink;
  auto operator<=>(const Pair&) const = default;
};

/// `sources`, `sinks`: all audio ports of the server by direction, ours among them. `client`: our own name.
std::vector<Pair> pairs_wanted(const std::vector<Wish>& wishes, const std::string& client, const std::vector<std::string>& sources,
                               const std::vector<std::string>& sinks);

}  // namespace busbar::jack
