// Widths, cycles, clocks, aggregates: what they come out as, and what is said of those that do not fit.

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { applyEdits } from '../../compiler/diagnostics/apply-edits.ts';
import { compiled, DEVICES } from './middle.ts';

const checked = (graph: string, devices = DEVICES) => compiled(`${devices}graph:\n  ${graph.trim()}\n`);

/** Widths of a node's input and after each of its steps. */
async function widths(graph: string, name: string): Promise<readonly number[]> {
  const c = await checked(graph);
  expect(c.said()).toEqual([]);
  const value = c.after('check');
  const node = value.nodes[value.graph.nodes.findIndex((n) => n.name === name)]!;
  return [node.channels, ...node.steps.flatMap((s) => Object.values(s.outputs))];
}

describe('widths', () => {
  test.each<[string, string, readonly number[]]>([
    ['of the source', 'a: { from: main.pair, to: main.mon }', [2]],
    ['declared, mono spread', 'a: { channels: 2, from: main.mic, to: main.mon }', [2]],
    ['stacked', 'a: { from: [main.mic, main.pair], do: [ { downmix: mono } ], to: main.sub }', [3, 1]],
    ['the widest of a mix', 'a: { mix: { main.mic: 0 dB, main.pair: 0 dB }, to: main.mon }', [2]],
    ['through a pan', 'a: { from: main.mic, do: [ { pan: 0 % }, { gain: 0 dB } ], to: main.mon }', [1, 2, 2]],
    [
      'through a matrix',
      'a: { from: main.pair, do: [ { matrix: [[0, 0], [0, null], [null, 0]] }, { downmix: mono } ], to: main.sub }',
      [2, 3, 1],
    ],
    ['a generator’s own', 'a: { channels: 2, do: [ { tone: 1 kHz } ], to: main.mon }', [2, 2]],
    [
      'round a limited step',
      'a: { from: main.pair, do: [ { gain: { gain: 0 dB, channels: 2 } } ], to: main.mon }',
      [2, 2],
    ],
    [
      'band by band',
      'a: { from: main.pair, do: [ { crossover: 80 Hz } ] }\n  b: { mix: { a.low: 0 dB, a.high: 0 dB }, to: main.mon }',
      [2, 2, 2],
    ],
  ])('%s', async (_, graph, expected) => {
    expect(await widths(graph, 'a')).toEqual(expected);
  });

  it('come round cycles', async () => {
    const graph = `
  sum: { mix: { main.pair: 0 dB, back: -6 dB }, to: main.mon }
  back: { from: sum, do: [ { delay: 1 ms }, { gain: 0 dB } ] }`;
    expect(await widths(graph, 'back')).toEqual([2, 2, 2]);
  });

  it('spread through chains of any length', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 12 }), async (width, length) => {
        const nodes = Array.from(
          { length },
          (_, i) => `  n${length - i}: { from: ${i === 0 ? 'main.all' : `n${length - i + 1}`} }`,
        );
        const c = await checked(nodes.join('\n'), `devices: { main: { inputs: { all: 1-${width} } } }\n`);
        expect(c.after('check').nodes.map((n) => n.channels)).toEqual(nodes.map(() => width));
      }),
      { numRuns: 20 },
    );
  });
});

describe('widths that do not fit', () => {
  test.each<[string, string, readonly string[]]>([
    ['stereo into mono', 'a: { from: main.pair, to: main.sub }', ['channels/mismatch "main.sub" -> "main.pair"']],
    [
      'a list against channels:',
      'a: { channels: 2, from: [main.mic, main.pair], to: main.mon }',
      ['channels/mismatch "[main.mic, main.pair]" -> "2"'],
    ],
    [
      'a source of a mix',
      'a: { mix: { main.pair: 0 dB, wide: 0 dB } }\n  wide: { from: [main.mic, main.pair] }',
      ['channels/mismatch "main.pair" -> "wide"'],
    ],
    [
      'pan after stereo',
      'a: { from: main.pair, do: [ { pan: 0 % } ], to: main.mon }',
      ['channels/mismatch "pan" -> "main.pair"'],
    ],
    [
      'a key too wide',
      'a: { from: main.pair, do: [ { matrix: [[0]] } ], to: main.mon }',
      ['channels/mismatch "matrix" -> "main.pair"'],
    ],
    ['channels of a node', 'a: { from: main.pair }\n  b: { from: a.3, to: main.sub }', ['channels/out-of-range "a.3"']],
    [
      'a limit beyond',
      'a: { from: main.mic, do: [ { gain: { gain: 0 dB, channels: 2 } } ], to: main.sub }',
      ['channels/limit "2"'],
    ],
    [
      'a limited downmix',
      'a: { from: main.pair, do: [ { downmix: { to: mono, channels: 1-2 } } ], to: main.sub }',
      ['channels/limit "1-2"'],
    ],
    [
      'a bypassed downmix',
      'a: { from: main.pair, do: [ { downmix: { to: mono, bypass: false } } ], to: main.sub }',
      ['channels/bypass "false"'],
    ],
    ['a panned pair', 'a: { mix: { main.pair: { gain: 0 dB, pan: 10 % } }, to: main.mon }', ['mix/pan "main.pair"']],
    ['a panned mono sum', 'a: { mix: { main.mic: { gain: 0 dB, pan: 10 % } }, to: main.mon }', ['mix/pan "main.mic"']],
    ['a node of nothing', 'a: { do: [ { gain: 0 dB } ], to: main.mon }', ['graph/no-input "a"']],
    [
      'a generator after a source',
      'a: { from: main.mic, do: [ { tone: 1 kHz } ], to: main.mon }',
      ['graph/generator "tone"'],
    ],
    [
      'a generator after a step',
      'a: { do: [ { tone: 1 kHz }, { noise: white } ], to: main.mon }',
      ['graph/generator "noise"'],
    ],
    [
      'a width of its own making',
      'a: { from: b, do: [ { delay: 1 ms } ], to: main.mon }\n  b: { from: a }',
      ['channels/undetermined "a"'],
    ],
    [
      'a list wider than any signal',
      'a: { from: [main.pair, b, b, b, b, b, b, b, b], do: [ { downmix: mono } ], to: main.sub }\n  b: { channels: 128, from: main.mic }',
      ['channels/too-many "[main.pair, b, b, b, b, b, b, b, b]"'],
    ],
    [
      'a matrix of too many rows',
      `a: { from: main.mic, do: [ { matrix: [${'[0], '.repeat(1025)}] }, { downmix: mono } ], to: main.sub }`,
      ['channels/too-many "matrix"'],
    ],
    [
      'a width that grows',
      'a: { from: [main.mic, b], to: main.mon }\n  b: { from: a, do: [ { delay: 1 ms } ] }',
      ['channels/undetermined "a"'],
    ],
  ])('%s', async (_, graph, said) => {
    expect((await checked(graph)).said()).toEqual(said);
  });

  it('name both ends and say what to do', async () => {
    const c = await checked('a: { from: main.pair, to: main.sub }');
    expect(c.messages('channels/mismatch')).toEqual(['`a` has 2 channels, `main.sub` takes 1 channel']);
    expect(c.of('channels/mismatch')[0]!.help).toContain('downmix: mono');
  });

  it('are not said again of what follows', async () => {
    const c = await checked('a: { from: nowhere }\n  b: { from: a, do: [ { pan: 0 % } ], to: main.mon }');
    expect(c.said()).toEqual(['address/unknown "nowhere"']);
  });
});

describe('cycles', () => {
  it('need a delay: the path is named hop by hop', async () => {
    const c = await checked(`
  a: { mix: { main.mic: 0 dB, c: 0 dB }, to: main.mon }
  b: { from: a, do: [ { gain: -6 dB } ] }
  c: { from: b, do: [ { gain: -6 dB } ] }`);
    expect(c.said()).toEqual(['graph/cycle "a" -> "b" -> "c"']);
    expect(c.messages('graph/cycle')).toEqual(['cycle: `a` -> `b` -> `c` -> `a`']);
  });

  test.each([
    ['a node that reads itself', 'a: { mix: { main.mic: 0 dB, a: 0 dB }, to: main.mon }', '`a` -> `a`'],
    ['a side-chain', 'a: { from: main.mic, do: [ { ducker: { key: a, depth: 6 dB } } ], to: main.mon }', '`a` -> `a`'],
    [
      'less than a frame',
      'a: { mix: { main.mic: 0 dB, a: 0 dB }, do: [ { delay: 1 us } ], to: main.mon }',
      '`a.delay` has no whole frame of delay',
    ],
    [
      'a delay that can be bypassed',
      'a: { mix: { main.mic: 0 dB, a: 0 dB }, do: [ { delay: { time: 1 ms, bypass: false } } ], to: main.mon }',
      '`a.delay` can be bypassed',
    ],
    [
      'a delay of some channels',
      'a: { mix: { main.pair: 0 dB, a: 0 dB }, do: [ { delay: { time: 1 ms, channels: 1 } } ], to: main.mon }',
      '`a.delay` leaves some channels undelayed',
    ],
  ])('refused: %s', async (_, graph, path) => {
    const c = await checked(graph);
    expect(c.messages('graph/cycle')).toEqual([expect.stringContaining(path)]);
  });

  test.each([
    ['a mix of itself', 'a: { mix: { main.mic: 0 dB, a: -6 dB }, do: [ { delay: 1 frames } ], to: main.mon }'],
    [
      'a side-chain',
      'a: { from: main.mic, do: [ { ducker: { key: late, depth: 6 dB } } ], to: main.mon }\n  late: { from: a, do: [ { delay: 5 ms } ] }',
    ],
    [
      'two loops through one delay',
      'a: { mix: { main.mic: 0 dB, b: -6 dB, c: -9 dB }, do: [ { delay: 2 ms } ], to: main.mon }\n  b: { from: a }\n  c: { from: a, do: [ { gain: -1 dB } ] }',
    ],
  ])('accepted: %s', async (_, graph) => {
    const c = await checked(graph);
    expect(c.said()).toEqual([]);
    expect(c.after('check').feedback.size).toBe(1);
  });
});

describe('clocks', () => {
  const two = (aggregates = '', backend = 'virtual') => `
devices:
  main: { inputs: { mic: 1 }, outputs: { mon: 1-2 } }
  box: { backend: ${backend}, inputs: { line: 1 }, outputs: { spk: 1 } }
${aggregates}
`;
  const meeting = 'sum: { mix: { main.mic: 0 dB, box.line: 0 dB }, to: main.mon }';

  it('of two devices that meet must be joined: the aggregate to paste is there', async () => {
    const c = await checked(meeting, two());
    expect(c.said()).toEqual(['clock/unjoined "main.mic" -> "box" -> "main"']);
    expect(c.of('clock/unjoined')[0]!.help).toContain('aggregates: { room: { clock: box, members: [box, main] } }');
  });

  it('are joined by the edit that is offered, above the comments of what follows', async () => {
    const text = `${two()}# What is heard,
# and where.
graph:
  ${meeting}
`;
    const c = await compiled(text);
    const [d] = c.of('clock/unjoined');
    const source = c.result.sources[0]!;
    expect(applyEdits(source, d!.edits).text).toBe(
      source.text.replace('# What', 'aggregates: { room: { clock: box, members: [box, main] } }\n# What'),
    );
  });

  it('are one domain in an aggregate, the member crossing at a constant delay', async () => {
    const c = await checked(
      meeting,
      two('aggregates: { room: { clock: main, members: [main, box], headroom: 1 ms } }'),
    );
    const { domains, crossings, nodes } = c.after('check');
    expect(domains).toEqual([{ name: 'room', master: 1, rateHz: 48000 }]);
    const parts = { periodFrames: 64, headroomFrames: 48, kernelFrames: 32 };
    expect([...crossings]).toEqual([[0, { aggregate: 'room', drift: 'resample', frames: 144, ...parts }]]);
    expect(nodes.map((n) => n.domain)).toEqual([0]);
  });

  it('need no resampler where the member is steered or locked', async () => {
    const c = await checked(
      meeting,
      two('aggregates: { room: { clock: main, members: [main, box], headroom: 1 ms, drift: { box: locked } } }'),
    );
    expect(c.after('check').crossings.get(0)?.frames).toBe(64 + 48);
  });

  it('of JACK’s ports are one', async () => {
    const devices = 'devices: { a: { backend: jack, inputs: 1 }, b: { backend: jack, outputs: 1 } }\n';
    const ports = devices.replace('inputs: 1', 'inputs: { i: 1 }').replace('outputs: 1', 'outputs: { o: 1 }');
    const c = await checked('n: { from: a.i, to: b.o }', ports);
    expect(c.said()).toEqual([]);
    expect(c.after('check').domains).toEqual([{ name: 'a', master: 0, rateHz: 48000 }]);
  });

  it('that never meet are domains of their own, in order of name; files go along', async () => {
    const devices = `
devices:
  z: { inputs: { i: 1 }, outputs: { o: 1 } }
  a: { backend: virtual, inputs: { i: 1 }, outputs: { o: 1 } }
  file: { backend: file, read: in.wav, inputs: { i: 1 } }
`;
    const c = await checked(
      'one: { from: z.i, to: z.o }\n  two: { mix: { a.i: 0 dB, file.i: 0 dB }, to: a.o }',
      devices,
    );
    const { domains, deviceDomain, nodes } = c.after('check');
    expect(domains.map((d) => d.name)).toEqual(['a', 'z']);
    expect(deviceDomain).toEqual([0, 0, 1]);
    expect(nodes.map((n) => n.domain)).toEqual([1, 0]);
  });

  it('are none where all devices are files', async () => {
    const devices =
      'devices: { f: { backend: file, read: a.wav, write: b.wav, inputs: { i: 1 }, outputs: { o: 1 } } }\n';
    const c = await checked('n: { from: f.i, to: f.o }', devices);
    expect(c.after('check').domains).toEqual([{ name: 'files', master: null, rateHz: 48000 }]);
  });

  test.each([
    ['a clock outside', 'room: { clock: main, members: [box] }', 'aggregate/not-a-member "main"'],
    [
      'drift of a stranger',
      'room: { clock: main, members: [main], drift: { box: locked } }',
      'aggregate/not-a-member "box"',
    ],
    [
      'drift of the clock',
      'room: { clock: main, members: [main, box], drift: { main: locked } }',
      'aggregate/drift-of-clock "main" -> "main"',
    ],
    [
      'a device in two',
      'a: { clock: main, members: [main, box] }, b: { clock: box, members: [box] }',
      'aggregate/shared-device "box" -> "box"',
    ],
  ])('aggregate rules: %s', async (_, aggregates, said) => {
    const c = await checked('a1: { from: main.mic, to: main.mon }', two(`aggregates: { ${aggregates} }`));
    expect(c.said()).toEqual([said]);
  });

  it('run at the engine’s rate', async () => {
    const devices = 'devices: { main: { rate: 44.1 kHz, inputs: { mic: 1 }, outputs: { mon: 1 } } }\n';
    const c = await checked('a: { from: main.mic, to: main.mon }', devices);
    expect(c.messages('clock/rate')).toEqual(['`main` runs at 44100 Hz, the engine at 48000 Hz']);
  });

  test.each([
    // Half of 192 taps of the lower rate, which are longer at the higher one.
    [44_100, 128, Math.ceil((128 * 48_000) / 44_100), Math.ceil((96 * 48_000) / 44_100)],
    [88_200, 128, 70, 97],
    [96_000, 128, 64, 96],
    [176_400, 1024, 279, 97],
    [192_000, 64, 64, 96],
    [32_000, 64, 96, 144],
    // So near to the engine’s that it is drift.
    [48_001, 64, 64, 32],
  ])('converts a member at %d Hz, whose period of %d frames is its own', async (rate, period, periodFrames, kernel) => {
    const devices = `
devices:
  main: { inputs: { mic: 1 } }
  box: { rate: ${rate} Hz, period: ${period} frames, inputs: { line: 1 }, outputs: { spk: 1 } }
aggregates: { room: { clock: main, members: [main, box] } }
`;
    const c = await checked('a: { from: main.mic, to: box.spk }', devices);
    expect(c.said()).toEqual([]);
    const crossing = c.after('check').crossings.get(0)!;
    expect(crossing).toMatchObject({ periodFrames, kernelFrames: kernel, headroomFrames: 96 });
    expect(crossing.frames).toBe(periodFrames + kernel + 96);
  });

  it('of files need no crossing but for their rate', async () => {
    const devices = `
devices:
  main: { inputs: { mic: 1 }, outputs: { mon: 1 } }
  same: { backend: file, read: a.wav, inputs: { i: 1 } }
  tape: { backend: file, rate: 96 kHz, read: b.wav, inputs: { i: 1 } }
aggregates: { room: { clock: main, members: [main, same, tape] } }
`;
    const c = await checked('a: { mix: { same.i: 0 dB, tape.i: 0 dB }, to: main.mon }', devices);
    expect(c.said()).toEqual([]);
    expect([...c.after('check').crossings]).toMatchObject([[2, { drift: 'resample', kernelFrames: 96 }]]);
  });

  it('meet with one word of drift for all members but the clock', async () => {
    const devices = `
devices:
  a: { inputs: { i: 1 } }
  b: { inputs: { i: 1 } }
  main: { outputs: { mon: 1 } }
aggregates: { room: { clock: main, members: [main, a, b], drift: locked } }
`;
    const c = await checked('n: { mix: { a.i: 0 dB, b.i: 0 dB }, to: main.mon }', devices);
    expect(c.said()).toEqual([]);
    expect([...c.after('check').crossings.values()].map((x) => x.drift)).toEqual(['locked', 'locked']);
  });
});
