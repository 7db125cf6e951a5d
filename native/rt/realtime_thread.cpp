#include "rt/realtime_thread.h"

#include <pthread.h>

#include <cstddef>
#include <future>
#include <memory>
#include <system_error>
#include <utility>

#include "rt/audio_thread.h"
#include "rt/denormals.h"
#include "rt/thread_setup.h"

namespace busbar {
namespace {

/// Address space, not memory: what is touched and locked is less. ThreadSanitizer keeps most of a megabyte of its own in it.
constexpr std::size_t kStack = std::size_t{4} << 20;

}  // namespace

struct RealtimeThread::Launch {
  RealtimeThread& thread;
  int priority;
  std::function<void()> body;
  std::promise<void> ready;
};

void* RealtimeThread::run(void* given) {
  const auto launch = std::unique_ptr<Launch>(static_cast<Launch*>(given));
  block_signals();
  const bool locked = prepare_stack();
  const DemotableThread demotable;
  RealtimeThread& self = launch->thread;
  self.number_ = thread_number();
  self.scheduling_ = ask_for_realtime(launch->priority);
  if (!locked) self.scheduling_.words += ", stack not locked in memory (RLIMIT_MEMLOCK)";
  const FlushDenormals flush;
  launch->ready.set_value();
  const AudioThreadScope scope;
  launch->body();
  return nullptr;
}

std::string RealtimeThread::start(int priority, std::function<void()> body) {
  auto launch = std::make_unique<Launch>(Launch{*this, priority, std::move(body), {}});
  std::future<void> ready = launch->ready.get_future();
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStack);
  const int refused = pthread_create(&thread_, &attributes, run, launch.get());
  pthread_attr_destroy(&attributes);
  if (refused != 0) return "no thread could be started: " + std::generic_category().message(refused);
  launch.release();
  running_ = true;
  ready.wait();
  return {};
}

void RealtimeThread::join() noexcept {
  if (running_) pthread_join(thread_, nullptr);
  running_ = false;
}

}  // namespace busbar
