// matrix: every output a weighted sum of inputs, added in input order. Absent connections cost nothing and let
// nothing through.
#include <algorithm>

#include "generated/params.h"
#include "kernels/mix_tiles.h"
#include "kernels/stateless_kernel.h"

namespace busbar {
namespace {

class MatrixKernel final : public StatelessKernel {
 public:
  MatrixKernel(const KernelSetup& setup, const BlobView& factors)
      : StatelessKernel(setup), tiles_(setup.writes, std::size_t{factors.rows} * factors.columns) {
    for (std::uint32_t row = 0; row < setup.writes; ++row) {
      tiles_.row(false);
      for (std::uint32_t column = 0; row < factors.rows && column < std::min(setup.reads, factors.columns); ++column) {
        const double factor = factors.data[std::size_t{row} * factors.columns + column];
        if (factor != 0) tiles_.term(column, factor);
      }
    }
    tiles_.settle();
  }

  void process(const Block& b) noexcept override { tiles_.process(b.in, b.out, b.frames); }

 private:
  MixTiles tiles_;
};

}  // namespace

std::unique_ptr<Kernel> make_matrix(const KernelSetup& setup) {
  return std::make_unique<MatrixKernel>(setup, setup.blob(setup.params<params::Matrix>().gains));
}

}  // namespace busbar
