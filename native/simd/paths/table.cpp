// The table of one instruction set; CMakeLists.txt compiles this file once for each.
#include "simd/paths/dynamics.h"
#include "simd/paths/sections.h"
#include "simd/paths/spectra.h"
#include "simd/paths/sums.h"
#include "simd/paths/transpose.h"

namespace busbar::BUSBAR_SIMD_PATH {

template <std::uint32_t Width>
constexpr LaneOps lane_ops() {
  return {
      load_lanes<Width>,
      store_lanes<Width>,
      {run<kGeneral, Width>, run<kBell, Width>},
      {run_moving<kGeneral, Width>, run_moving<kBell, Width>},
      run_gains<Width>,
  };
}

extern const Simd kTable = {
    BUSBAR_SIMD_NAME,
    {lane_ops<1>(), lane_ops<2>(), lane_ops<4>(), lane_ops<8>(), lane_ops<16>()},
    mix,
    times,
    scale<false>,
    scale<true>,
    convolve,
    {loudest, raise, hold, limit, running_maximum, maxima_to_end, release, to_wholes, to_quotients, box_sum},
    {multiply_spectra, to_single, add_single},
};

}  // namespace busbar::BUSBAR_SIMD_PATH
