// Mutants of what the compiler knows of clocks. Out: wrong lines, and the tests that must turn red.

import type { Mutant } from './mutant.ts';

export const clockMutants: readonly Mutant[] = [
  {
    name: 'a crossing forgets the resampler',
    area: 'clocks',
    file: 'compiler/passes/check/crossings.ts',
    search: "drift === 'resample' ? kernelDelay(memberHz, rateHz) : 0",
    replace: '0',
    tests: ['test/passes/check.test.ts'],
  },
  {
    name: 'blocks of a member are counted at the rate of the master',
    area: 'clocks',
    file: 'compiler/passes/check/crossings.ts',
    search: '(periodFor(d, quantum) * rateHz) / rateOf(d, rateHz)',
    replace: 'periodFor(d, quantum)',
    tests: ['test/passes/check.test.ts'],
  },
  {
    name: 'a card and the JACK server that drives it have clocks of their own',
    area: 'clocks',
    file: 'compiler/passes/check/clocks.ts',
    search: "['jack', ...clock, ...card]",
    replace: "['jack', ...clock]",
    tests: ['test/golden.test.ts'],
  },
  {
    name: 'two clocks that meet are not told',
    area: 'clocks',
    file: 'compiler/passes/check/domains.ts',
    search: 'if (first >= 0 && second >= 0 && this.of[first] !== this.of[second]) return [first, second];',
    replace: '',
    tests: ['test/diagnostics/broken.test.ts'],
    only: 'unjoined',
  },
  {
    name: 'the aggregate that is offered breaks a map in braces',
    area: 'clocks',
    file: 'compiler/passes/check/unjoined.ts',
    search: 'if (this.indent !== undefined) return',
    replace: 'if (this.before !== undefined) return',
    tests: ['test/diagnostics/broken.test.ts'],
  },
];
