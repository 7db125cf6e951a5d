// What a graph is as ops: reads and writes by name, so that a test reads like a patch list.

import { describe, expect, it, test } from 'vitest';
import type { OpGraph } from '../../compiler/ir/ops.ts';
import { compiled, DEVICES } from './middle.ts';

/** `name: reads -> writes`, one line per op. */
const lines = ({ ops, signals }: OpGraph): readonly string[] =>
  ops.map((op) => {
    const names = (ids: readonly number[]) => ids.map((s) => signals[s]!.name).join(' ');
    return `${op.name}: ${names(op.reads)} -> ${names(op.writes)}`.replace(/ +/g, ' ').trim();
  });

const lowered = async (graph: string, devices = DEVICES): Promise<OpGraph> => {
  const c = await compiled(`${devices}graph:\n  ${graph.trim()}\n`);
  expect(c.said()).toEqual([]);
  return c.after('lower');
};
const ops = async (graph: string, devices?: string) => lines(await lowered(graph, devices));

describe('no op where none is needed', () => {
  it('for a source sent on, spread or stacked', async () => {
    expect(await ops('a: { from: main.mic, to: main.mon }\n  b: { from: [main.pair.2], to: main.sub }')).toEqual([
      'main.in: -> main.mic.1 main.pair.2',
      'main.mon: main.mic.1 main.mic.1 ->',
      'main.sub: main.pair.2 ->',
    ]);
  });

  it('for channels that pass round a limited step', async () => {
    expect(
      await ops(
        'a: { from: main.pair, do: [ { gain: { gain: -1 dB, channels: 2 } }, { mute: false } ], to: main.mon }',
      ),
    ).toEqual([
      'main.in: -> main.pair.1 main.pair.2',
      'a.gain: main.pair.2 -> a.gain.2',
      'a.mute: main.pair.1 a.gain.2 -> a.mute.1 a.mute.2',
      'main.mon: a.mute.1 a.mute.2 ->',
    ]);
  });

  it('but one that listens for a meter', async () => {
    expect(await ops('a: { from: main.pair, do: [ { meter: { channels: 1 } } ], to: main.mon }')).toEqual([
      'main.in: -> main.pair.1 main.pair.2',
      'a.meter: main.pair.1 ->',
      'main.mon: main.pair.1 main.pair.2 ->',
    ]);
  });
});

test('a mix is one op with a part per source, in the order of their names', async () => {
  const g = await lowered(
    'a: { channels: 2, mix: { main.pair: -3 dB, main.mic: { gain: -6 dB, pan: 50 %, mute: true } }, to: main.mon }',
  );
  const mix = g.ops.find((op) => op.kernel === 'mix')!;
  expect(mix.parts.map((p) => [p.step, p.params, p.readFirst, p.readCount, p.writeFirst, p.writeCount])).toEqual([
    ['mix[main.mic]', { gainDb: -6, panPercent: 50, mute: 1, panned: 1 }, 0, 1, 0, 2],
    ['mix[main.pair]', { gainDb: -3, panPercent: 0, mute: 0, panned: 0 }, 1, 2, 0, 2],
  ]);
  expect(lines(g)[1]).toBe('a.mix: main.mic.1 main.pair.1 main.pair.2 -> a.mix.1 a.mix.2');
});

test('a mono signal is read once per channel by a wider step, its key behind it', async () => {
  expect(
    await ops('a: { channels: 2, from: main.mic, do: [ { ducker: { key: main.pair, depth: 6 dB } } ], to: main.mon }'),
  ).toContain('a.ducker: main.mic.1 main.mic.1 main.pair.1 main.pair.2 -> a.ducker.1 a.ducker.2');
});

test('a crossover writes band by band', async () => {
  const g = await lowered(`
  a: { from: main.pair, do: [ { crossover: 80 Hz } ] }
  b: { from: a.high, to: main.mon }
  c: { from: a.low.2, to: main.sub }`);
  expect(lines(g)).toEqual([
    'main.in: -> main.pair.1 main.pair.2',
    'a.crossover: main.pair.1 main.pair.2 -> a.crossover.low.1 a.crossover.low.2 a.crossover.high.1 a.crossover.high.2',
    'main.mon: a.crossover.high.1 a.crossover.high.2 ->',
    'main.sub: a.crossover.low.2 ->',
  ]);
  expect(g.ops[1]!.bands).toBe(2);
});

test('a bypass switch reads dry then wet, only where it was written', async () => {
  expect(
    await ops('a: { from: main.mic, do: [ { gain: { gain: 1 dB, bypass: true } }, { gain: -1 dB } ], to: main.sub }'),
  ).toEqual([
    'main.in: -> main.mic.1',
    'a.gain: main.mic.1 -> a.gain.1@wet',
    'a.gain.bypass: main.mic.1 a.gain.1@wet -> a.gain.1',
    'a.gain-2: a.gain.1 -> a.gain-2.1',
    'main.sub: a.gain-2.1 ->',
  ]);
});

describe('device outputs', () => {
  const device = (keys: string) => `
devices:
  main: { inputs: { mic: 1 }, outputs: { mon: 1-2, sub: 3, hp: 4 }, ${keys} }
`;
  const all = 'a: { from: main.mic, to: [main.mon.2, main.sub, main.hp] }';

  it('are one op per port, undriven channels left out', async () => {
    expect((await ops(all, device('missing: fail'))).slice(1)).toEqual([
      'main.mon: main.mic.1 ->',
      'main.sub: main.mic.1 ->',
      'main.hp: main.mic.1 ->',
    ]);
  });

  it('are one op where ports leave together', async () => {
    expect((await ops(all, device('align: [hp, mon]'))).slice(1)).toEqual([
      'main.mon+hp: main.mic.1 main.mic.1 ->',
      'main.sub: main.mic.1 ->',
    ]);
  });

  it('pass their ceiling, then dither at the format’s word length', async () => {
    const g = await lowered(all, device('align: [mon, sub], ceiling: { sub: -3 dBFS }, dither: true, format: s24'));
    expect(lines(g).slice(1, 5)).toEqual([
      'main.sub.ceiling: main.mic.1 -> main.sub.1@ceiling',
      'main.mon.dither: main.mic.1 main.sub.1@ceiling -> main.mon.2@dither main.sub.1@dither',
      'main.mon+sub: main.mon.2@dither main.sub.1@dither ->',
      'main.hp.dither: main.mic.1 -> main.hp.1@dither',
    ]);
    expect(g.ops[1]!.parts[0]!.params).toEqual({ levelDbfs: -3 });
    expect(g.ops[2]!.parts[0]!.params).toEqual({ bits: 24 });
  });
});

describe('aggregates', () => {
  const devices = `
devices:
  main: { inputs: { mic: 1 }, outputs: { mon: 1-2 } }
  box: { backend: virtual, inputs: { line: 1-2 }, outputs: { spk: 1-2 } }
aggregates: { room: { clock: main, members: [main, box], headroom: 1 ms } }
`;

  it('cross once on the way in and once per group of outputs', async () => {
    const g = await lowered('a: { mix: { main.mic: 0 dB, box.line: 0 dB }, to: [main.mon, box.spk] }', devices);
    expect(lines(g)).toEqual([
      'box.in: -> box.line.1@device box.line.2@device',
      'box.in.crossing: box.line.1@device box.line.2@device -> box.line.1 box.line.2',
      'main.in: -> main.mic.1',
      'a.mix: box.line.1 box.line.2 main.mic.1 -> a.mix.1 a.mix.2',
      'box.out.spk.crossing: a.mix.1 a.mix.2 -> box.spk.1@crossing box.spk.2@crossing',
      'box.spk: box.spk.1@crossing box.spk.2@crossing ->',
      'main.mon: a.mix.1 a.mix.2 ->',
    ]);
    expect(g.ops.filter((op) => op.kernel === 'crossing').map((op) => [op.latency, op.parts[0]!.params])).toEqual([
      [144, { delay: 144, member: 0, drift: 0 }],
      [144, { delay: 144, member: 0, drift: 0 }],
    ]);
    expect(g.aggregates[0]!.members.map((m) => m.crossingFrames)).toEqual([0, 144]);
  });

  it('sent to as a whole leave together', async () => {
    const g = await lowered('a: { from: main.mic, to: room.out.2-3 }', devices);
    const writes = g.ops.filter((op) => op.kernel === 'device_write');
    expect(writes.map((op) => [op.name, op.together])).toEqual([
      ['box.spk', writes[1]!.together],
      ['main.mon', expect.any(Number)],
    ]);
  });
});

describe('delays on cycles', () => {
  it('are split in two: what plays, and what is put in', async () => {
    const g = await lowered(`
  a: { mix: { main.mic: 0 dB, back: -6 dB }, to: main.sub }
  back: { from: a, do: [ { delay: 10 frames }, { gain: 0 dB } ] }`);
    expect(lines(g)).toEqual([
      'main.in: -> main.mic.1',
      'a.mix: back.gain.1 main.mic.1 -> a.mix.1',
      'back.delay: -> back.delay.1',
      'back.gain: back.delay.1 -> back.gain.1',
      'main.sub: a.mix.1 ->',
      'back.delay.in: a.mix.1 ->',
    ]);
    expect(g.ops[2]).toMatchObject({ kernel: 'feedback_out', feedback: { from: 5, delayFrames: 10 } });
    expect(g.ops[5]).toMatchObject({ kernel: 'feedback_in', parts: [{ params: { op: 2 } }] });
  });

  it('stay whole where only names go round, not signals', async () => {
    const g = await lowered(`
  a: { from: [main.mic, back], do: [ { meter: {} } ], to: main.mon }
  back: { from: a.1, do: [ { delay: 10 frames } ] }`);
    expect(g.ops.map((op) => op.kernel)).not.toContain('feedback_out');
  });
});

test('latency and tails are those of the descriptors', async () => {
  const g = await lowered(
    'a: { from: main.mic, do: [ { limiter: { ceiling: -1 dBFS, lookahead: 2 ms } }, { delay: 10 ms }, { fir: { taps: [1, 2, 3] } } ], to: main.sub }',
  );
  expect(g.ops.map((op) => [op.kernel, op.latency, op.tail]).slice(1, 4)).toEqual([
    ['limiter', 96, 0],
    ['delay', 0, 480],
    ['fir', 0, 2],
  ]);
});

describe('headroom', () => {
  const hints = async (graph: string, files = {}) => {
    const c = await compiled(`${DEVICES}graph:\n  ${graph.trim()}\n`, { files });
    return c.of('gain/headroom').map((d) => `${d.message}; ${d.help}`);
  };

  it.each([
    [
      'a boost',
      'a: { from: main.mic, do: [ { gain: 3 dB } ], to: main.sub }',
      'reach `main.sub` 3.0 dB over full scale; `a.gain` adds 3.0 dB:',
    ],
    [
      'a boost in a mix',
      'a: { mix: { main.mic: 4 dB }, to: main.sub }',
      '4.0 dB over full scale; `a.mix[main.mic]` adds 4.0 dB',
    ],
    [
      'boosts less cuts',
      'a: { from: main.mic, do: [ { peaking: { freq: 1 kHz, gain: 5 dB } }, { gain: -2 dB } ] }\n  b: { from: a, do: [ { gain: 1 dB } ], to: main.sub }',
      '4.0 dB over full scale; `a.peaking` adds 5.0 dB, `b.gain` adds 1.0 dB',
    ],
    [
      'makeup after little reduction',
      'a: { from: main.mic, do: [ { compressor: { threshold: -6 dBFS, ratio: 2, makeup: 5 dB } } ], to: main.sub }',
      '2.0 dB over',
    ],
  ])('is missed: %s', async (_, graph, said) => {
    expect(await hints(graph)).toEqual([expect.stringContaining(said)]);
  });

  it.each([
    [
      'a cut first',
      'a: { from: main.mic, do: [ { gain: -6 dB }, { peaking: { freq: 1 kHz, gain: 5 dB } } ], to: main.sub }',
    ],
    ['a limiter last', 'a: { from: main.mic, do: [ { gain: 20 dB }, { limiter: -1 dBFS } ], to: main.sub }'],
    ['a bypassed boost', 'a: { from: main.mic, do: [ { gain: { gain: 20 dB, bypass: true } } ], to: main.sub }'],
    ['a boost that is not sent', 'a: { from: main.mic, do: [ { gain: 20 dB }, { meter: {} } ] }'],
  ])('is there: %s', async (_, graph) => {
    expect(await hints(graph)).toEqual([]);
  });

  it('of a parametric list is that of its whole response', async () => {
    const eq = (preamp: number) => ({
      'eq.txt': `Preamp: ${preamp} dB\nFilter: ON PK Fc 50 Hz Gain 6 dB Q 4\nFilter: ON PK Fc 5000 Hz Gain 6 dB Q 4\n`,
    });
    const graph = 'a: { from: main.mic, do: [ { parametric: eq.txt } ], to: main.sub }';
    expect(await hints(graph, eq(-6.1))).toEqual([]);
    expect(await hints(graph, eq(-4))).toEqual([expect.stringContaining('2.0 dB over full scale')]);
  });
});
