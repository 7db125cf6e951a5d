// Converters with a ratio that may change, measured alike. In: the name of one, or null for all. Out: one JSON line per converter.
#pragma once

namespace busbar::test {

void measure_resamplers(const char* only);

}  // namespace busbar::test
