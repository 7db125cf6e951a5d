import { describe, expect, test } from 'vitest';
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

test('a swap of channels is no op, unless they come at different times: it makes them leave together', () => {
  const swapped = (latency: number) =>
    kernels(
      optimised([
        ['device_read', [], ['a', 'b']],
        ['limiter', ['b'], ['late'], { latency }],
        ['exchange', ['a', 'late'], ['l', 'r']],
        ['device_write', ['l'], []],
        ['device_write', ['r'], []],
      ]),
    );
  expect(swapped(0)).toEqual(['device_read', 'limiter', 'device_write', 'device_write']);
  expect(swapped(48)).toEqual(['device_read', 'limiter', 'exchange', 'device_write', 'device_write']);
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
    ['compressor', ['i', 'j'], ['k', 'l']],
    ['device_write', ['k', 'l'], []],
  ]);
  expect(kernels(g)).toEqual(['device_read', 'cascade', 'compressor', 'device_write']);
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
      ['compressor', ['c'], ['x']],
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
    ['compressor', ['c'], ['x']],
    ['peaking', ['c'], ['e']],
    ['device_write', ['x', 'e'], []],
  ]);
  expect(kernels(g)).toEqual(['device_read', 'highpass', 'compressor', 'peaking', 'device_write']);
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

const partsOf = (g: OpGraph, op: number) =>
  g.ops[op]!.parts.map((p) => [p.type, p.readFirst, p.readCount, p.writeFirst, p.writeCount]);

describe('factors around a sum', () => {
  test('of one source stand ahead of it, those of the sum behind it', () => {
    const g = optimised([
      ['device_read', [], ['a', 'b']],
      ['gain', ['b'], ['c']],
      ['mute', ['c'], ['d']],
      ['mix', ['a', 'd'], ['s']],
      ['polarity', ['s'], ['t']],
      ['device_write', ['t'], []],
    ]);
    expect(kernels(g)).toEqual(['device_read', 'mix', 'device_write']);
    expect(wiring(g)[1]).toEqual([['a', 'b'], ['t']]);
    expect(partsOf(g, 1)).toEqual([
      ['mix', 0, 1, 0, 1],
      ['gain', 1, 1, 0, 1],
      ['mute', 1, 1, 0, 1],
      ['mix', 1, 1, 0, 1],
      ['polarity', 0, 0, 0, 1],
    ]);
  });

  test.each<[string, OpLine[]]>([
    [
      'another sum',
      [
        ['mix', ['a', 'c'], ['s']],
        ['mix', ['b', 'c'], ['t']],
        ['device_write', ['s', 't'], []],
      ],
    ],
    [
      'the same sum again',
      [
        ['mix', ['c', 'c'], ['s']],
        ['device_write', ['s'], []],
      ],
    ],
    [
      'an output',
      [
        ['mix', ['a', 'c'], ['s']],
        ['device_write', ['s', 'c'], []],
      ],
    ],
  ])('stay apart where %s reads them too', (_, rest) => {
    const g = optimised([['device_read', [], ['a', 'b']], ['gain', ['b'], ['c']], ...rest]);
    expect(kernels(g)).toContain('gain');
  });
});

describe('lanes', () => {
  const side = (n: number): OpLine[] => [
    ['device_read', [], Array.from({ length: n }, (_, i) => `a${i}`)],
    ...Array.from({ length: n }, (_, i): OpLine => ['peaking', [`a${i}`], [`b${i}`]]),
    ['device_write', Array.from({ length: n }, (_, i) => `b${i}`), []],
  ];

  test('filters that do not wait for each other share an op, read i for write i', () => {
    const g = optimised(side(5));
    expect(kernels(g)).toEqual(['device_read', 'cascade', 'device_write']);
    expect(wiring(g)[1]).toEqual([
      ['a0', 'a1', 'a2', 'a3', 'a4'],
      ['b0', 'b1', 'b2', 'b3', 'b4'],
    ]);
    expect(partsOf(g, 1)).toEqual([0, 1, 2, 3, 4].map((lane) => ['peaking', lane, 1, lane, 1]));
  });

  test('ops fill whole registers', () => {
    const widths = optimised(side(45)).ops.filter((op) => op.kernel === 'cascade');
    expect(widths.map((op) => op.writes.length)).toEqual([16, 16, 8, 5]);
  });

  test('chains stay in one piece, and of like length together', () => {
    const g = optimised([
      ['device_read', [], ['a', 'b', 'c']],
      ['peaking', ['a'], ['a1']],
      ['peaking', ['a1'], ['a2']],
      ['peaking', ['a2'], ['a3']],
      ['peaking', ['b'], ['b1']],
      ['highpass', ['c'], ['c1']],
      ['gain', ['c1'], ['c2']],
      ['device_write', ['a3', 'b1', 'c2'], []],
    ]);
    expect(g.ops.slice(1, -1).map((op) => op.parts.map((p) => [p.type, p.writeFirst]))).toEqual([
      [
        ['peaking', 0],
        ['peaking', 0],
        ['peaking', 0],
        ['highpass', 1],
        ['gain', 1],
      ],
      [['peaking', 0]],
    ]);
  });

  test('a filter stays behind those that it waits for, however far between', () => {
    const g = optimised([
      ['device_read', [], ['a', 'b']],
      ['peaking', ['a'], ['c']],
      ['compressor', ['c'], ['d']],
      ['peaking', ['b'], ['e']],
      ['mix', ['d', 'e'], ['f']],
      ['peaking', ['f'], ['g']],
      ['device_write', ['g', 'c'], []],
    ]);
    expect(kernels(g)).toEqual(['device_read', 'cascade', 'compressor', 'mix', 'peaking', 'device_write']);
  });

  test('what is late is not made to wait: chains that arrive at other times have an op of their own', () => {
    const g = optimised([
      ['device_read', [], ['a', 'b', 'c']],
      ['limiter', ['a'], ['late'], { latency: 48 }],
      ['peaking', ['late'], ['d']],
      ['peaking', ['b'], ['e']],
      ['peaking', ['c'], ['f']],
      ['device_write', ['d'], []],
      ['device_write', ['e', 'f'], []],
    ]);
    expect(kernels(g)).toEqual(['device_read', 'limiter', 'peaking', 'cascade', 'device_write', 'device_write']);
  });

  test('what runs in a loop keeps to itself', () => {
    const g = optimised([
      ['device_read', [], ['a']],
      ['feedback_out', [], ['back'], { feedback: { from: 4, delayFrames: 9 } }],
      ['mix', ['a', 'back'], ['s']],
      ['peaking', ['s'], ['p']],
      ['feedback_in', ['p'], []],
      ['peaking', ['a'], ['q']],
      ['device_write', ['p', 'q'], []],
    ]);
    expect(kernels(g).filter((k) => k === 'peaking')).toHaveLength(2);
  });
});

describe('FIRs that hear the same', () => {
  test('share an op, each with outputs of its own', () => {
    const g = optimised([
      ['device_read', [], ['l', 'r']],
      ['fir', ['l', 'r'], ['a', 'b'], { inPlace: true, tail: 9 }],
      ['fir', ['l'], ['c']],
      ['limiter', ['a', 'b'], ['d', 'e']],
      ['fir', ['l', 'r'], ['f', 'g'], { inPlace: true, tail: 300 }],
      ['device_write', ['c', 'd', 'e', 'f', 'g'], []],
    ]);
    expect(kernels(g)).toEqual(['device_read', 'fir', 'fir', 'limiter', 'device_write']);
    expect(wiring(g)[1]).toEqual([
      ['l', 'r'],
      ['a', 'b', 'f', 'g'],
    ]);
    expect(partsOf(g, 1)).toEqual([
      ['fir', 0, 2, 0, 2],
      ['fir', 0, 2, 2, 2],
    ]);
    expect(g.ops[1]).toMatchObject({ inPlace: false, tail: 300 });
  });
});

describe('sums of the same signals', () => {
  const sums = (...inputs: string[][]): OpLine[] => [
    ['device_read', [], ['a', 'b', 'c', 'd', 'e']],
    ...inputs.map((list, i): OpLine => ['mix', list, [`s${i}`]]),
    ['device_write', inputs.map((_, i) => `s${i}`), []],
  ];

  test('are one op that reads each signal once, every sum in its own order', () => {
    const g = optimised(sums(['a', 'b', 'c', 'd'], ['d', 'c', 'b', 'a']));
    expect(kernels(g)).toEqual(['device_read', 'mix', 'device_write']);
    expect(wiring(g)[1]).toEqual([
      ['a', 'b', 'c', 'd'],
      ['s0', 's1'],
    ]);
    expect(partsOf(g, 1).map(([, read, , write]) => [read, write])).toEqual([
      ...[0, 1, 2, 3].map((r) => [r, 0]),
      ...[3, 2, 1, 0].map((r) => [r, 1]),
    ]);
  });

  test.each([
    ['one hears another source', ['a', 'b', 'c', 'd'], ['a', 'b', 'c', 'e']],
    ['they are few', ['a', 'b', 'c'], ['a', 'b', 'c']],
  ])('stay apart where %s', (_, ...inputs) => {
    expect(kernels(optimised(sums(...(inputs as string[][])))).filter((k) => k === 'mix')).toHaveLength(2);
  });

  test('stay apart in a loop', () => {
    const g = optimised([
      ['device_read', [], ['a', 'b', 'c']],
      ['feedback_out', [], ['back'], { feedback: { from: 4, delayFrames: 9 } }],
      ['mix', ['a', 'b', 'c', 'back'], ['s']],
      ['mix', ['a', 'b', 'c', 'back'], ['t']],
      ['feedback_in', ['s'], []],
      ['device_write', ['s', 't'], []],
    ]);
    expect(kernels(g).filter((k) => k === 'mix')).toHaveLength(2);
  });
});

describe('what only hands signals on', () => {
  const through = (op: OpLine, blob: readonly number[] = []): OpGraph => {
    const graph = graphOf([
      ['device_read', [], ['a', 'b']],
      op,
      ['limiter', ['c', 'd'], ['e', 'f']],
      ['device_write', ['e', 'f'], []],
    ]);
    const data = Float64Array.from(blob);
    return optimise({ ...graph, blobs: [{ sha256: '', rows: 2, columns: 2, data }] }, noContext).value!;
  };
  const matrix: OpLine = ['matrix', ['a', 'b'], ['c', 'd']];
  const patched: OpLine = [
    ...matrix.slice(0, 3),
    { parts: [{ ...graphOf([matrix]).ops[0]!.parts[0]!, params: { gains: 0 } }] },
  ] as unknown as OpLine;

  test.each<[string, OpGraph, string[]]>([
    ['a swap', through(['exchange', ['a', 'b'], ['c', 'd']]), ['b', 'a']],
    ['a delay of no frames', through(['delay', ['a', 'b'], ['c', 'd']]), ['a', 'b']],
    ['a patch bay', through(patched, [0, 1, 0, 1]), ['b', 'b']],
  ])('%s is no op: its readers read what it takes', (_, g, reads) => {
    expect(kernels(g)).toEqual(['device_read', 'limiter', 'device_write']);
    expect(wiring(g)[1]![0]).toEqual(reads);
  });

  test.each<[string, OpGraph]>([
    ['a delay', through(['delay', ['a', 'b'], ['c', 'd'], { tail: 1 }])],
    ['a delay that interpolates', through(['delay', ['a', 'b'], ['c', 'd'], { latency: 31 }])],
    ['a matrix that weighs', through(patched, [0.5, 0, 0, 1])],
    ['a matrix that adds', through(patched, [1, 1, 0, 1])],
    ['a matrix that is silent', through(patched, [1, 0, 0, 0])],
    ['a gain that may be moved', through(['gain', ['a', 'b'], ['c', 'd']])],
  ])('%s stays', (_, g) => {
    expect(kernels(g)).toHaveLength(4);
  });
});
