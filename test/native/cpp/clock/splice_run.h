// A producer loses 50 ms and is restarted while the consumer still has audio waiting. In: whether the stream is resampled.
// Out: what is heard round the place where old and new meet, of three tones at once; the break before it is left out.
#pragma once

#include <vector>

namespace busbar::test {

std::vector<double> run_splice(bool resample);

}  // namespace busbar::test
