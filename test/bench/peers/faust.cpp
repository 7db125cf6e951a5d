// Runs what Faust made (GENERATED) over noise in memory, 128 frames at a time, for the seconds that it is told.
#include <cstdlib>
#include <memory>
#include <vector>

struct Meta {
  void declare(const char*, const char*) {}
};
struct UI {
  void openVerticalBox(const char*) {}
  void closeBox() {}
};
struct dsp {
  virtual ~dsp() = default;
};
#include GENERATED

int main(int, char** argv) {
  constexpr int kFrames = 128, kRate = 48000, kLoop = 375 * kFrames;
  auto made = std::make_unique<mydsp>();
  made->init(kRate);
  std::vector<std::vector<FAUSTFLOAT>> in(made->getNumInputs()), out(made->getNumOutputs());
  unsigned seed = 1;
  for (auto& channel : in) {
    channel.resize(kLoop);
    for (auto& x : channel) x = 0.2 * ((seed = seed * 1664525u + 1013904223u) / 4294967296.0 - 0.5);
  }
  for (auto& channel : out) channel.resize(kFrames);
  std::vector<FAUSTFLOAT*> ins(in.size()), outs(out.size());
  for (long b = 0; b < std::atol(argv[1]) * kRate / kFrames; ++b) {
    for (std::size_t c = 0; c < in.size(); ++c) ins[c] = in[c].data() + b * kFrames % kLoop;
    for (std::size_t c = 0; c < out.size(); ++c) outs[c] = out[c].data();
    made->compute(kFrames, ins.data(), outs.data());
  }
}
