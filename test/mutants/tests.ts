// Mutants of `busbar test`: measures that are wrong, and a report that is too kind.

import type { Mutant } from './mutant.ts';

export const testMutants: readonly Mutant[] = [
  {
    name: 'an offset counts as part of a sine',
    area: 'measure',
    file: 'compiler/measure/sine-level.ts',
    search: 'const [b1, b2] = [vc - (v * c) / n, vs - (v * s) / n];',
    replace: 'const [b1, b2] = [vc, vs - (v * s) / n];',
    tests: ['test/measure/sine-level.test.ts'],
  },
  {
    name: 'true peaks are those of the samples',
    area: 'measure',
    file: 'compiler/measure/true-peak.ts',
    search: 'const TIMES = 4;',
    replace: 'const TIMES = 1;',
    tests: ['test/measure/true-peak.test.ts'],
  },
  {
    name: 'a mask has no lower edge',
    area: 'measure',
    file: 'compiler/measure/mask.ts',
    search: 'Math.max(edge.minDb - gainDb, gainDb - edge.maxDb)',
    replace: 'gainDb - edge.maxDb',
    tests: ['test/measure/impulse-response.test.ts'],
  },
  {
    name: 'the latency of steps is not foretold',
    area: 'tests',
    file: 'compiler/tests/first-arrival.ts',
    search: ': op.latencyFrames;',
    replace: ': 0;',
    tests: ['test/testing/assertions.test.ts'],
  },
  {
    name: 'an inverted control of a test is not',
    area: 'tests',
    file: 'compiler/tests/settings.ts',
    search: 'String(isOn !== control.invert)',
    replace: 'String(isOn)',
    tests: ['test/testing/clicks.test.ts'],
    only: 'by a control',
  },
  {
    name: 'every assertion is said to notice a mutant',
    area: 'tests',
    file: 'runtime/tests/mutate.ts',
    search: 'if (failed.has(suspect.assertion)) suspect.noticed',
    replace: 'if (failed.has(suspect.assertion) || suspect.tried > 1) suspect.noticed',
    tests: ['test/testing/mutate.test.ts'],
  },
];
