import { expect, test } from 'vitest';
import { alignLatency } from '../../compiler/passes/align-latency.ts';
import { noContext as context, graphOf, type OpLine as Line } from '../support/op-graph.ts';

const aligned = (lines: readonly Line[]) => {
  const { value, diagnostics } = alignLatency(graphOf(lines), context);
  expect(diagnostics).toEqual([]);
  const { ops, signals, arrival, pads } = value!;
  const name = (s: number) => signals[s]!.name;
  return {
    reads: (op: string) => ops.find((o) => o.name === op)!.reads.map(name),
    taps: ops
      .filter((o) => o.kernel === 'align')
      .map((o) => [name(o.reads[0]!), ...o.parts.map((p) => p.params.delay)]),
    delay: (op: string) => ops.find((o) => o.name === op)!.parts[0]!.params.delay,
    arrival: (signal: string) => arrival[signals.findIndex((s) => s.name === signal)],
    pads,
    value: value!,
  };
};

test('what arrives together is left alone', () => {
  const { taps, pads } = aligned([
    ['in', [], ['a']],
    ['left', ['a'], ['l']],
    ['right', ['a'], ['r']],
    ['sum', ['l', 'r'], ['s']],
  ]);
  expect(taps).toEqual([]);
  expect(pads).toEqual([]);
});

test('the early reads of an op wait for the latest, and the pad says for whom', () => {
  const a = aligned([
    ['in', [], ['a']],
    ['limit', ['a'], ['b'], { latency: 72 }],
    ['shape', ['b'], ['c']],
    ['sum', ['a', 'c'], ['s']],
  ]);
  expect(a.reads('sum')).toEqual(['a+72', 'c']);
  expect(a.taps).toEqual([['a', 72]]);
  expect(a.arrival('s')).toBe(72);
  expect(a.arrival('a+72')).toBe(72);
  expect(a.pads.map((p) => [p.frames, p.cause])).toEqual([[72, 'limit (72 frames)']]);
});

test('one line serves every delay of a signal, and a delay once', () => {
  const a = aligned([
    ['in', [], ['a']],
    ['slow', ['a'], ['b'], { latency: 10 }],
    ['slower', ['a'], ['c'], { latency: 30 }],
    ['one', ['a', 'b'], ['x']],
    ['two', ['a', 'c'], ['y']],
    ['three', ['a', 'c'], ['z']],
  ]);
  expect(a.taps).toEqual([['a', 10, 30]]);
});

test('a delay on a cycle gives up what other steps of the cycle take', () => {
  const cycle = (delayFrames: number): Line[] => [
    ['in', [], ['a']],
    ['out', [], ['back'], { feedback: { from: 4, delayFrames } }],
    ['sum', ['a', 'back'], ['s']],
    ['limit', ['s'], ['t'], { latency: 72 }],
    ['into', ['t'], []],
  ];
  const a = aligned(cycle(100));
  expect(a.taps).toEqual([]);
  expect(a.delay('out')).toBe(28);
  expect(alignLatency(graphOf(cycle(72)), context).diagnostics.map((d) => d.code)).toEqual(['graph/cycle']);
  expect(aligned(cycle(73)).delay('out')).toBe(1);
});

test('what enters a cycle late does not lengthen it', () => {
  const a = aligned([
    ['in', [], ['a']],
    ['limit', ['a'], ['b'], { latency: 72 }],
    ['out', [], ['back'], { feedback: { from: 4, delayFrames: 5 } }],
    ['sum', ['b', 'back'], ['s']],
    ['into', ['s'], []],
  ]);
  expect(a.taps).toEqual([]);
  expect(a.delay('out')).toBe(5);
  expect(a.arrival('s')).toBe(72);
});

test('a delay whose readers wait anyway is shortened rather than padded', () => {
  const a = aligned([
    ['in', [], ['a']],
    ['out', [], ['back'], { feedback: { from: 5, delayFrames: 40 } }],
    ['limit', ['a'], ['b'], { latency: 30 }],
    ['first', ['a'], ['c']],
    ['sum', ['b', 'back', 'c'], ['s']],
    ['into', ['s'], []],
  ]);
  expect(a.delay('out')).toBe(40);
  expect(a.taps).toEqual([['c', 30]]);
  expect(a.arrival('back')).toBe(30);
});

test('sinks that leave together wait for the last', () => {
  const a = aligned([
    ['in', [], ['a']],
    ['limit', ['a'], ['b'], { latency: 72 }],
    ['one', ['a'], [], { together: 0 }],
    ['two', ['b'], [], { together: 0 }],
  ]);
  expect(a.reads('one')).toEqual(['a+72']);
  expect(a.pads.map((p) => p.cause)).toEqual(['ports that leave together']);
});
