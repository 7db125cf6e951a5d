// Calls that may never return: a server or a driver that hangs keeps whoever asks it waiting. In: a call. Out: its result, or
// nothing when the time is over; the call then goes on by itself, on its own thread, with all that it holds. Invariant: when its
// result is there the call holds nothing any more, so that what it was lent can be given back.
#pragma once

#include <chrono>
#include <future>
#include <optional>
#include <thread>
#include <utility>

namespace busbar {

/// Longer than any server that lives takes.
inline constexpr std::chrono::seconds kPatience{5};

template <class Call>
auto within_deadline(Call call, std::chrono::milliseconds time = kPatience) -> std::optional<decltype(call())> {
  std::packaged_task<decltype(call())()> task([held = std::optional<Call>(std::move(call))]() mutable {
    auto result = (*held)();
    held.reset();
    return result;
  });
  auto result = task.get_future();
  std::thread(std::move(task)).detach();
  if (result.wait_for(time) != std::future_status::ready) return std::nullopt;
  return result.get();
}

}  // namespace busbar
