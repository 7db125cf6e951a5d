// Converters with a ratio that may change, measured alike. In: the name of one, or null for all. Out: one JSON line per converter.
#pragma once

namespace busbar::test {

void measure_resamplers(const char* only);
/// What this processor does against what any does: a line for each kind of kernel.
void compare_paths();

}  // namespace busbar::test
