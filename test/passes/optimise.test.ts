import { expect, test } from 'vitest';
import type { OpGraph } from '../../compiler/ir/ops.ts';
import { optimise } from '../../compiler/passes/optimise.ts';
import { graphOf, noContext, type OpLine } from '../support/op-graph.ts';

const optimised = (lines: readonly OpLine[]): OpGraph => optimise(graphOf(lines), noContext).value!;
const kernels = (g: OpGraph) => g.ops.map((o) => o.kernel);
const wiring = (g: OpGraph) =>
  g.ops.map((o) => [o.reads.map((s) => g.signals[s]!.name), o.writes.map((s) => g.signals[s]!.name)]);

test('what reaches no output is left out, what is metered stays', () => {
  const g = optimised([
    ['device_read', [], ['a']],
    ['gain', ['a'], ['parked']],
    ['mute', ['a'], ['b']],
    ['meter', ['b'], []],
    ['polarity', ['a'], ['c']],
    ['device_write', ['c'], []],
  ]);
  expect(kernels(g)).toEqual(['device_read', 'mute', 'meter', 'polarity', 'device_write']);
});

test('a delay on a cycle that nobody hears goes as a whole, and one that is heard stays whole', () => {
  const cycle = (heard: string): OpLine[] => [
    ['device_read', [], ['a']],
    ['feedback_out', [], ['back'], { feedback: { from: 3, delayFrames: 9 } }],
    ['mix', ['a', 'back'], ['s']],
    ['feedback_in', ['s'], []],
    ['device_write', [heard], []],
  ];
  expect(kernels(optimised(cycle('a')))).toEqual(['device_read', 'device_write']);
  expect(kernels(optimised(cycle('s')))).toEqual(['device_read', 'feedback_out', 'mix', 'feedback_in', 'device_write']);
});

test('neighbouring filters become one op whose parts keep their names', () => {
  const g = optimised([
    ['device_read', [], ['a', 'b']],
    ['highpass', ['a', 'b'], ['c', 'd']],
    ['peaking', ['c', 'd'], ['e', 'f']],
    ['lowshelf', ['e', 'f'], ['g', 'h']],
    ['gain', ['g', 'h'], ['i', 'j']],
    ['delay', ['i', 'j'], ['k', 'l']],
    ['device_write', ['k', 'l'], []],
  ]);
  expect(kernels(g)).toEqual(['device_read', 'cascade', 'delay', 'device_write']);
  expect(g.ops[1]!.parts.map((p) => p.type)).toEqual(['highpass', 'peaking', 'lowshelf', 'gain']);
  expect(wiring(g)[1]).toEqual([
    ['a', 'b'],
    ['i', 'j'],
  ]);
});

test.each<[string, OpLine[]]>([
  [
    'read elsewhere',
    [
      ['delay', ['c'], ['x']],
      ['device_write', ['x', 'e'], []],
    ],
  ],
  [
    'metered',
    [
      ['meter', ['c'], []],
      ['device_write', ['e'], []],
    ],
  ],
  ['recorded', [['device_write', ['c', 'e'], []]]],
])('filters stay apart where the signal between them is %s', (_, rest) => {
  const g = optimised([['device_read', [], ['a']], ['highpass', ['a'], ['c']], ['peaking', ['c'], ['e']], ...rest]);
  expect(kernels(g).slice(1, 3)).toEqual(['highpass', 'peaking']);
});

test('filters stay apart whichever of two readers comes first', () => {
  const g = optimised([
    ['device_read', [], ['a']],
    ['highpass', ['a'], ['c']],
    ['delay', ['c'], ['x']],
    ['peaking', ['c'], ['e']],
    ['device_write', ['x', 'e'], []],
  ]);
  expect(kernels(g)).toEqual(['device_read', 'highpass', 'delay', 'peaking', 'device_write']);
});

test('filters of crossed channels stay apart', () => {
  const g = optimised([
    ['device_read', [], ['a', 'b']],
    ['highpass', ['a', 'b'], ['c', 'd']],
    ['peaking', ['d', 'c'], ['e', 'f']],
    ['device_write', ['e', 'f'], []],
  ]);
  expect(kernels(g)).toEqual(['device_read', 'highpass', 'peaking', 'device_write']);
});

test('device channels that nobody reads are not taken', () => {
  const g = optimised([
    ['device_read', [], ['a', 'b']],
    ['device_write', ['b'], []],
  ]);
  expect(wiring(g)).toEqual([
    [[], ['b']],
    [['b'], []],
  ]);
  expect(g.ops[0]!.parts.map((p) => [p.params.channel, p.writeFirst])).toEqual([[1, 0]]);
});
