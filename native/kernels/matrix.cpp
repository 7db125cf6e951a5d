// matrix: every output a weighted sum of inputs, added in input order. Absent connections cost nothing and let
// nothing through.
#include <algorithm>
#include <vector>

#include "generated/params.h"
#include "kernels/stateless_kernel.h"

namespace busbar {
namespace {

class MatrixKernel final : public StatelessKernel {
 public:
  explicit MatrixKernel(const KernelSetup& setup) : StatelessKernel(setup), rows_(setup.writes) {
    const BlobView factors = setup.blob(setup.params<params::Matrix>().gains);
    for (std::uint32_t row = 0; row < std::min(setup.writes, factors.rows); ++row)
      for (std::uint32_t column = 0; column < std::min(setup.reads, factors.columns); ++column) {
        const double factor = factors.data[std::size_t{row} * factors.columns + column];
        if (factor != 0) rows_[row].push_back({column, factor});
      }
  }

  void process(const Block& b) noexcept override {
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      double* out = b.out[row];
      if (rows_[row].empty()) std::fill_n(out, b.frames, 0.0);
      bool first = true;
      for (const Wire& wire : rows_[row]) {
        const double* in = b.in[wire.column];
        const double factor = wire.factor;
        if (first) for (std::uint32_t i = 0; i < b.frames; ++i) out[i] = in[i] * factor;
        else for (std::uint32_t i = 0; i < b.frames; ++i) out[i] += in[i] * factor;
        first = false;
      }
    }
  }

 private:
  struct Wire {
    std::uint32_t column;
    double factor;
  };
  std::vector<std::vector<Wire>> rows_;
};

}  // namespace

std::unique_ptr<Kernel> make_matrix(const KernelSetup& setup) { return std::make_unique<MatrixKernel>(setup); }

}  // namespace busbar
