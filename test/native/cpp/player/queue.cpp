// The queue between two threads: order, nothing lost or doubled, and contents seen whole, full and empty all the time.
#include <thread>

#include "rt/spsc_queue.h"
#include "tests.h"

namespace busbar::test {
namespace {

/// Larger than what a processor writes at once.
struct Item {
  std::uint64_t number, copies[7];
};

bool alone() {
  SpscQueue<int> queue(3);
  bool right = expect(queue.capacity() == 4, "room is rounded up to a power of two");
  int item = 0;
  right &= expect(!queue.front() && !queue.pop(item), "a new queue is empty");
  for (int round = 0; round < 10; ++round) {
    for (int i = 0; i < 4; ++i) right &= expect(queue.has_room(static_cast<std::size_t>(4 - i)) && queue.push(10 * round + i), "there is room for four");
    right &= expect(!queue.has_room() && !queue.push(99), "and not for a fifth");
    for (int i = 0; i < 4; ++i) right &= expect(*queue.front() == 10 * round + i && queue.pop(item) && item == 10 * round + i, "they come out in order");
    right &= expect(!queue.pop(item), "and then no more");
  }
  return right;
}

}  // namespace

bool queue(std::uint64_t items) {
  if (!alone()) return false;
  SpscQueue<Item> queue(8);
  std::thread producer([&] {
    for (std::uint64_t n = 0; n < items;) {
      Item item{n, {}};
      for (std::uint64_t& copy : item.copies) copy = n;
      if (queue.push(item)) ++n;
      else std::this_thread::yield();
    }
  });
  bool right = true;
  for (std::uint64_t n = 0; n < items;) {
    Item item;
    if (!queue.pop(item)) {
      std::this_thread::yield();
      continue;
    }
    right &= item.number == n;
    for (const std::uint64_t copy : item.copies) right &= copy == n;
    ++n;
  }
  producer.join();
  std::printf("%llu items\n", static_cast<unsigned long long>(items));
  return expect(right, "items arrive whole and in order");
}

}  // namespace busbar::test
