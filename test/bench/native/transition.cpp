// `busbar_transition FOLDER REPEATS [old|new|transition]`: what a block costs while one plan becomes another, beside what
// it costs in each alone. In: FOLDER/{old,new}.plan, and for the edit `there` and its undoing, `back`, a line per stage in
// FOLDER/{there,back}.txt (frames, then pairs FROM TO) with its plan in FOLDER/{there,back}.N.plan. Out: a line of JSON.
// The three run by turns, a transition's length each, on CPU time, so that what else the machine does meets all alike. The
// first block is told apart: what comes new is not in the caches yet, and states change hands. With a third
// word only that one runs: for a tool that counts instructions inside Player::run.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "plan_file.h"

namespace {

using namespace busbar;
using namespace busbar::bench;

constexpr std::uint32_t kFrames = 64;
/// Between two edits, unmeasured: the caches forget the last one.
constexpr int kSettled = 8;

struct Edit {
  std::vector<PlanFile> plans;
  std::vector<StageBytes> stages;
  std::uint64_t frames = 0;  ///< until the last stage plays

  Edit(const std::string& folder, const std::string& name) {
    std::ifstream file(folder + "/" + name + ".txt");
    for (std::string text; std::getline(file, text);) {
      StageBytes stage;
      std::istringstream line(text);
      line >> stage.frames;
      Adoption pair{};
      while (line >> pair.from >> pair.to) stage.adopt.push_back(pair);
      frames += stage.frames;
      stages.push_back(std::move(stage));
      plans.emplace_back(folder + "/" + name + "." + std::to_string(plans.size()) + ".plan");
    }
    for (std::size_t i = 0; i < stages.size(); ++i) stages[i].plan = plans[i].bytes();
    if (frames == 0) fail("nothing is played between the two plans of `" + name + "`");
  }
  std::size_t blocks() const { return (frames + kFrames - 1) / kFrames; }
};

/// An engine with noise at its inputs, which are never read otherwise.
class Subject {
 public:
  explicit Subject(const std::string& path) : file_(path) {
    if (const PlanError e = Engine::open(file_.bytes(), engine_)) fail(path + ": " + e.text);
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> sample(-0.5, 0.5);
    for (const DeviceChannels::Device& d : engine_->plan().devices()) {
      in_.emplace_back(d.inputs.size());
      out_.emplace_back(d.outputs.size());
      for (auto* side : {&in_.back(), &out_.back()})
        for (double*& channel : *side) {
          channel = samples_.emplace_back(std::make_unique<double[]>(kFrames)).get();
          if (side == &in_.back()) std::generate_n(channel, kFrames, [&] { return sample(random); });
        }
    }
    for (std::size_t i = 0; i < in_.size(); ++i) buffers_.push_back({in_[i], out_[i]});
  }

  void change(const Edit& edit) {
    if (const PlanError e = engine_->change(edit.stages)) fail(e.text);
  }
  void collect() { engine_->collect(); }
  /// Nanoseconds of this thread's CPU time.
  double run(std::uint32_t frames = kFrames) {
    const double since = now();
    engine_->run(buffers_, frames);
    return now() - since;
  }

 private:
  static double now() {
    timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return 1e9 * static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec);
  }

  PlanFile file_;
  std::unique_ptr<Engine> engine_;
  std::vector<std::unique_ptr<double[]>> samples_;
  std::vector<std::vector<double*>> in_, out_;
  std::vector<DeviceBuffers> buffers_;
};

double quantile(std::vector<double> list, double q) {
  std::sort(list.begin(), list.end());
  return list[static_cast<std::size_t>(q * static_cast<double>(list.size() - 1))];
}

/// Of each block of a transition by its number; one more, in which the last stage begins.
using Blocks = std::vector<std::vector<double>>;

void measure(Subject& before, Subject& after, Subject& changing, const Edit (&edits)[2], int repeats) {
  std::vector<double> alone[2], all;
  Blocks by_block[2] = {Blocks(edits[0].blocks() + 1), Blocks(edits[1].blocks() + 1)};
  for (int r = 0; r < 2 * repeats; ++r) {
    const Edit& edit = edits[r % 2];
    Blocks& blocks = by_block[r % 2];
    for (int i = 0; i < kSettled; ++i) changing.run();
    changing.collect();
    changing.change(edit);
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      blocks[i].push_back(changing.run());
      if (0 < i && i < edit.blocks()) all.push_back(blocks[i].back());
    }
    for (std::size_t i = 0; i < edit.blocks(); ++i) alone[0].push_back(before.run());
    for (std::size_t i = 0; i < edit.blocks(); ++i) alone[1].push_back(after.run());
  }
  double worst = 0, first = 0, last = 0;
  for (const Blocks& blocks : by_block) {
    for (std::size_t i = 1; i < blocks.size(); ++i) worst = std::max(worst, quantile(blocks[i], 0.5));
    first = std::max(first, quantile(blocks.front(), 0.5));
    last = std::max(last, quantile(blocks.back(), 0.5));
  }
  std::printf(
      "{\"blocks\": %zu, \"old\": %.0f, \"new\": %.0f, \"transition\": %.0f, \"first\": %.0f, \"worst\": %.0f, \"last\": %.0f, "
      "\"oldP99\": %.0f, \"newP99\": %.0f, \"transitionP99\": %.0f}\n",
      edits[0].blocks(), quantile(alone[0], 0.5), quantile(alone[1], 0.5), quantile(all, 0.5), first, worst, last,
      quantile(alone[0], 0.99), quantile(alone[1], 0.99), quantile(all, 0.99));
}

/// Blocks of one of them, as many as the transitions have, and nothing else.
void run_alone(Subject& subject, bool changes, const Edit (&edits)[2], int repeats) {
  std::uint64_t blocks = 0;
  for (int r = 0; r < 2 * repeats; ++r) {
    const Edit& edit = edits[r % 2];
    if (changes) subject.change(edit);
    for (std::size_t i = 0; i < edit.blocks(); ++i) subject.run();
    blocks += edit.blocks();
    if (changes) {
      // A stage ends where the next block begins.
      subject.run(1);
      subject.collect();
    }
  }
  std::printf("{\"blocks\": %llu}\n", static_cast<unsigned long long>(blocks));
}

}  // namespace

int main(int count, char** given) {
  if (count < 3) return 64;
  const std::string folder = given[1], what = count > 3 ? given[3] : "";
  const int repeats = std::atoi(given[2]);
  const Edit edits[2] = {{folder, "there"}, {folder, "back"}};
  Subject before(folder + "/old.plan"), after(folder + "/new.plan"), changing(folder + "/old.plan");
  if (what.empty()) measure(before, after, changing, edits, repeats);
  else run_alone(what == "old" ? before : what == "new" ? after : changing, what == "transition", edits, repeats);
  return 0;
}
