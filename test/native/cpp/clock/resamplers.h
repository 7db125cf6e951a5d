// Converters with a ratio that may change, measured alike. In: nothing. Out: one JSON line per converter.
#pragma once

namespace busbar::test {

void measure_resamplers();

}  // namespace busbar::test
