// Mutants of what delays, weighs and adds channels. Out: wrong lines, and the tests that must turn red.

import type { Mutant } from './mutant.ts';

export const routingMutants: readonly Mutant[] = [
  {
    name: 'a whole-frame delay rounds down',
    area: 'delay',
    file: 'native/kernels/delay.cpp',
    search: 'std::floor(frames + 0.5)',
    replace: 'std::floor(frames)',
    tests: ['test/native/delay.test.ts', 'test/conformance/conformance.test.ts'],
    only: 'delay',
  },
  {
    name: 'of delays in a row only the last is heard',
    area: 'delay',
    file: 'native/kernels/delay.cpp',
    search: '        in = b.out[c];\n',
    replace: '',
    tests: ['test/property/rewrites.test.ts'],
    only: 'merge-delays',
  },
  {
    name: 'the fraction of a frame is lost',
    area: 'delay',
    file: 'native/kernels/delay.cpp',
    search: 'return {static_cast<std::uint32_t>(whole), frames - whole};',
    replace: 'return {static_cast<std::uint32_t>(whole), 0};',
    tests: ['test/native/delay.test.ts'],
  },
  {
    name: 'later sources replace earlier ones',
    area: 'mix',
    file: 'native/simd/paths/sums.h',
    search: 'sum[row][r] = multiply_add(x[r], gain, sum[row][r]);',
    replace: 'sum[row][r] = x[r] * gain;',
    tests: ['test/property/rewrites.test.ts'],
    only: 'merge-sums',
  },
  {
    name: 'later sources of one row replace earlier ones',
    area: 'mix',
    file: 'native/simd/paths/sums.h',
    search: 'sum[r] = multiply_add(load<W>(in[c] + i + r * W), gain, sum[r]);',
    replace: 'sum[r] = load<W>(in[c] + i + r * W) * gain;',
    tests: ['test/native/internal-ops.test.ts'],
  },
  {
    name: 'what moves ahead of a source is taken for what rests',
    area: 'mix',
    file: 'native/kernels/mix.cpp',
    search: 'if (parts_[a].blend->moving(raw_state(a))) return std::nullopt;',
    replace: 'if (!parts_[a].blend) return std::nullopt;',
    tests: ['test/property/rewrites.test.ts'],
    only: 'a live change',
  },
  {
    name: 'a source upside down is added as it comes',
    area: 'mix',
    file: 'native/kernels/mix.cpp',
    search: 'product = *weight == 0 ? 0 : product * *weight;',
    replace: 'product = *weight == 0 ? 0 : product * std::abs(*weight);',
    tests: ['test/property/rewrites.test.ts'],
    only: 'fold-weights',
  },
  {
    name: 'a balance ahead of a sum has its sides swapped',
    area: 'mix',
    file: 'native/kernels/balance.cpp',
    search: 'return of(state).sides[output].target();',
    replace: 'return of(state).sides[1 - output].target();',
    tests: ['test/property/rewrites.test.ts'],
    only: 'fold-weights',
  },
  {
    name: 'rows and columns are swapped',
    area: 'routing',
    file: 'native/kernels/matrix.cpp',
    search: 'factors.data[std::size_t{row} * factors.columns + column]',
    replace: 'factors.data[std::size_t{column} * factors.columns + row]',
    tests: ['test/native/routing.test.ts'],
  },
  {
    name: 'left is right',
    area: 'routing',
    file: 'native/kernels/pan.cpp',
    search:
      'weigh(in[0] + i, rest.right, out[1] + i, frames - i);\n    weigh(in[0] + i, rest.left, out[0] + i, frames - i);',
    replace:
      'weigh(in[0] + i, rest.left, out[1] + i, frames - i);\n    weigh(in[0] + i, rest.right, out[0] + i, frames - i);',
    tests: ['test/native/routing.test.ts'],
  },
];
