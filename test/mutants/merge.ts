// Wrong lines in what lays configs over each other. In: nothing. Out: mutants.

import type { Mutant } from './mutant.ts';

const cuts = ['test/property/cuts/cuts.test.ts'];

export const mergeMutants: readonly Mutant[] = [
  {
    name: 'the first --set is forgotten',
    area: 'merge',
    file: 'compiler/passes/merge/layers.ts',
    search: 'of overrides) {',
    replace: 'of overrides.slice(1)) {',
    tests: ['test/passes/merge.test.ts'],
  },
  {
    name: 'half a selector is kept',
    area: 'merge',
    file: 'compiler/passes/merge/overlay.ts',
    search: '!isMap(high.value) || isWhole(at)) return patch;',
    replace: '!isMap(high.value)) return patch;',
    tests: ['test/passes/reuse.test.ts'],
  },
  {
    name: 'null over a node leaves it there',
    area: 'merge',
    file: 'compiler/passes/merge/overlay.ts',
    search: '          delete fields[key];',
    replace: '          // kept',
    tests: cuts,
  },
  {
    name: 'a bare value under a map is lost',
    area: 'merge',
    file: 'compiler/passes/merge/overlay.ts',
    search: 'mapOf([[key, one]], one.place);',
    replace: 'mapOf([], one.place);',
    tests: ['test/passes/reuse.test.ts'],
  },
  {
    name: 'a template sees params of who uses it',
    area: 'merge',
    file: 'compiler/passes/merge/templates.ts',
    search: 'const inner = expander.within(bound);',
    replace: 'const inner = scope.within(bound);',
    tests: ['test/passes/reuse.test.ts'],
  },
  {
    name: 'a control stays when what it moves has gone',
    area: 'prune',
    file: 'compiler/passes/match/prune.ts',
    search: 'return !goes || this.#drop(name, at, ',
    replace: 'return goes || !goes || this.#drop(name, at, ',
    tests: ['test/passes/controls.test.ts'],
  },
  {
    name: 'a band that goes nowhere is nobody’s business',
    area: 'resolve',
    file: 'compiler/passes/resolve/bands.ts',
    search: 'if (lost.length === 0 || lost.length === bands.length) continue;',
    replace: 'if (lost.length <= bands.length) continue;',
    tests: ['test/diagnostics/broken.test.ts'],
    only: 'graph-band-lost',
  },
];
