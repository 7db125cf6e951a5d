// Documents to configs: canonical values, defaults, ids, order; and that nothing makes it throw.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configTable, engineTable, mixTable, nodeTable } from '../../schema/config.ts';
import { aggregateTable, deviceTable, matchTable } from '../../schema/device.ts';
import { nodeTypes } from '../../schema/index.ts';
import { brief, front } from './front.ts';

const configOf = async (text: string) => {
  const result = await front(text);
  expect(brief(result.diagnostics, result.sources), text).toEqual([]);
  return result.config;
};
const step = async (text: string, head = '') =>
  (await configOf(`busbar: 1\n${head}graph: { a: { from: m.i, do: [ { ${text} } ] } }\n`))?.nodes[0]?.steps[0];
const codesOf = async (text: string) => {
  const { diagnostics, sources } = await front(text);
  return brief(diagnostics, sources);
};

describe('values', () => {
  it.each([
    ['gain: -6 dB', { gain: -6, max: 40 }],
    ['gain: "-6"', { gain: -6, max: 40 }],
    ['gain: -6', { gain: -6, max: 40 }],
    ['highpass: 3.2 kHz', { freq: 3200, kind: 'BW2', q: null }],
    ['delay: 5 ms', { time: 5, subframe: false }],
    ['delay: 200 us', { time: 0.2 }],
    ['delay: 0.5 s', { time: 500 }],
    ['delay: 48 frames', { time: 1 }],
    ['delay: 1.715 m', { time: 5 }],
    ['pan: 30 %', { pan: 30 }],
    ['tone: { level: -18 dBFS }', { level: -18, freq: 1000 }],
    ['tone: { level: -18 dB }', { level: -18 }],
    ['mute: true', { muted: true }],
    ['mute: {}', { muted: true }],
    ['mute:', { muted: true }],
    ['crossover: 80 Hz', { at: [80], kind: 'LR4', bands: null }],
    ['crossover: { at: [80 Hz, 2 kHz], bands: [sub, mid, top] }', { at: [80, 2000], bands: ['sub', 'mid', 'top'] }],
    [
      'matrix: [ [0 dB, null], [-3, "-6 dB"] ]',
      {
        gains: [
          [0, null],
          [-3, -6],
        ],
      },
    ],
    ['fir: a.wav', { file: 'a.wav', taps: null }],
    ['fir: 00123', { file: '00123' }],
    ['fir: { taps: [1, 0.5] }', { file: null, taps: [1, 0.5] }],
  ])('%s', async (text, params) => expect((await step(text))?.params).toMatchObject(params));

  it('count frames at the rate of the engine', async () => {
    const at = await step('delay: 48 frames', 'engine: { rate: 96 kHz }\n');
    expect(at?.params).toMatchObject({ time: 0.5 });
  });

  it('of params stand in the order of the descriptor', async () => {
    for (const d of nodeTypes) {
      const made = await step(`${d.type}: ${JSON.stringify(d.example).replaceAll('"', "'").replaceAll(/:/g, ': ')}`);
      expect(Object.keys(made?.params ?? {}), d.type).toEqual(Object.keys(d.params));
    }
  });
});

describe('steps', () => {
  it('are named by id, or by type with repeats numbered', async () => {
    const config = await configOf(
      'graph: { a: { from: m.i, do: [ { gain: 1 }, { gain: { gain: 2, id: top } }, { gain: 3 }, { mute: true } ] } }\nbusbar: 1\n',
    );
    expect(config?.nodes[0]?.steps.map((s) => [s.id, s.named])).toEqual([
      ['gain', false],
      ['top', true],
      ['gain-2', false],
      ['mute', false],
    ]);
  });

  it('take channels, bypass and side-chains', async () => {
    const made = await step('compressor: { threshold: -20, ratio: 2, key: m.talk, channels: [1, 3-4], bypass: false }');
    expect(made).toMatchObject({ channels: [1, 3, 4], bypass: false, keys: { key: { text: 'm.talk', isKey: false } } });
    expect(made?.at).toBe('/graph/a/do/0');
    expect(made?.paramsAt).toBe('/graph/a/do/0/compressor');
    expect((await step('gain: 1'))?.bypass).toBeNull();
  });
});

describe('devices', () => {
  it('have every default', async () => {
    const config = await configOf('busbar: 1\ndevices: { m: {} }\n');
    expect(config?.devices[0]).toEqual({
      name: 'm',
      at: '/devices/m',
      backend: 'default',
      match: null,
      matchAt: [],
      connect: new Map(),
      found: null,
      inputs: [],
      outputs: [],
      rateHz: null,
      format: 'auto',
      period: null,
      periods: 2,
      missing: 'fail',
      exclusive: false,
      dither: false,
      align: [],
      ceiling: new Map(),
      latencyMs: null,
      read: null,
      write: null,
      clock: null,
    });
    expect(config).toMatchObject({ name: '', engine: { rateHz: 48000, quantum: 64, latencyBudgetMs: null } });
  });

  it('name ports by channels, sorted, or have one per direction', async () => {
    const config = await configOf(
      'busbar: 1\ndevices: { m: { inputs: 2, outputs: { b: 3, a: 1-2, c: [5, 7-8] }, ceiling: -1 dBFS } }\n',
    );
    const [m] = config?.devices ?? [];
    expect(m?.inputs).toEqual([{ name: 'in', channels: [1, 2], at: '/devices/m/inputs' }]);
    expect(m?.outputs.map((p) => [p.name, p.channels])).toEqual([
      ['a', [1, 2]],
      ['b', [3]],
      ['c', [5, 7, 8]],
    ]);
    expect([...(m?.ceiling ?? [])]).toEqual([
      ['a', -1],
      ['b', -1],
      ['c', -1],
    ]);
  });

  it('keep selectors as written, keys sorted, one or several', async () => {
    const config = await configOf(
      'busbar: 1\ndevices: { m: { match: { usb: "1235:821d", serial: 00123456 } }, n: { match: [ { follow: true, default: input } ] } }\n',
    );
    expect(JSON.stringify(config?.devices.map((d) => d.match))).toBe(
      '[[{"serial":"00123456","usb":"1235:821d"}],[{"default":"input","follow":true}]]',
    );
  });

  it('simulate clocks', async () => {
    const text =
      'busbar: 1\ndevices: { m: { backend: virtual, clock: { ppm: 50, jitter: 50 us }, period: 32 frames } }\n';
    expect((await configOf(text))?.devices[0]).toMatchObject({
      clock: { ppm: 50, jitterUs: 50, seed: null },
      period: 32,
    });
  });

  it('simulate what befalls a clock, in order of time', async () => {
    const text = `busbar: 1
devices:
  m: { backend: virtual, clock: { wander: 3, stalls: [{ at: 4 s, for: 50 ms }, { at: 3 s, for: 1 ms }], unplug: { at: 5 s }, seed: 7 } }
`;
    expect((await configOf(text))?.devices[0]?.clock).toEqual({
      ppm: 0,
      jitterUs: 0,
      wanderPpm: 3,
      stalls: [
        { atMs: 3000, forMs: 1 },
        { atMs: 4000, forMs: 50 },
      ],
      unplug: [{ atMs: 5000, forMs: null }],
      seed: 7,
    });
  });
});

describe('a report', () => {
  it('has many mistakes at once and none twice', async () => {
    const text = `busbar: 1
devices:
  main: { inputs: { mic: 0 }, format: s25 }
graph:
  a: { from: main.mic, do: [ { gain: 60 dB }, { reverb: 1 }, { highpass: { kind: XX9 } } ], colour: red }
`;
    expect(await codesOf(text)).toEqual([
      'port/channels 3:26-27',
      'value/choice 3:39-42',
      'key/unknown 5:93-99',
      'value/range 5:38-43',
      'step/unknown 5:49-55',
      'key/required 5:64-72',
      'value/choice 5:82-85',
    ]);
  });

  it('keeps the names of what was refused', async () => {
    const { config } = await front(
      'busbar: 1\ndevices: { m: { format: x } }\ngraph: { a: { from: 3 }, b: { from: m.i } }\n',
    );
    expect(config?.devices).toEqual([]);
    expect(config?.nodes.map((n) => n.name)).toEqual(['b']);
    expect([...(config?.broken ?? [])]).toEqual(['m', 'a']);
  });

  it('uses what a misspelt key was meant to be', async () => {
    const { config } = await front(
      'busbar: 1\ngraph: { a: { frm: m.i, do: [ { compresor: { threshold: 1, ratio: 2 } } ] } }\n',
    );
    expect(config?.nodes[0]).toMatchObject({ input: { kind: 'from' }, steps: [{ id: 'compressor' }] });
  });
});

describe('order in the file', () => {
  const studio = {
    busbar: 1,
    name: 'x',
    params: { top: '-3 dB', low: 80 },
    engine: { rate: '48 kHz', quantum: 64 },
    devices: {
      main: {
        inputs: { mic: 1, line: '2-3' },
        outputs: { mon: '1-2', sub: 3 },
        align: ['sub', 'mon'],
        ceiling: { sub: -3, mon: -1 },
      },
      daw: { backend: 'jack', inputs: 4 },
    },
    aggregates: { room: { clock: 'main', members: ['main', 'daw'], drift: { daw: 'steer' } } },
    graph: {
      voice: {
        from: 'main.mic',
        do: [{ peaking: { freq: '$low', gain: 3, id: 'eq' } }, { gain: '$top' }],
        to: 'main.mon',
      },
      cue: { mix: { voice: '-6 dB', 'daw.in.1': { pan: 30, gain: -3 } }, channels: 2 },
    },
  };
  const shuffled = (value: unknown): fc.Arbitrary<unknown> => {
    if (Array.isArray(value)) return fc.tuple(...value.map(shuffled));
    if (typeof value !== 'object' || value === null) return fc.constant(value);
    const entries = Object.entries(value);
    return fc
      .tuple(
        fc.shuffledSubarray(
          entries.map((_, i) => i),
          { minLength: entries.length },
        ),
        fc.tuple(...entries.map(([k, v]) => shuffled(v).map((w) => [k, w] as const))),
      )
      .map(([order, pairs]) => Object.fromEntries(order.flatMap((i) => (pairs[i] === undefined ? [] : [pairs[i]]))));
  };

  it('means nothing', async () => {
    const plain = (config: unknown) =>
      JSON.stringify(config, (_, v) => (v instanceof Map || v instanceof Set ? [...v] : v));
    const expected = plain(await configOf(JSON.stringify(studio)));
    await fc.assert(
      fc.asyncProperty(shuffled(studio), async (other) => {
        expect(plain(await configOf(JSON.stringify(other)))).toBe(expected);
      }),
      { numRuns: 100 },
    );
  });
});

describe('any document', () => {
  it('is read or refused, and never throws', async () => {
    const tables = [configTable, engineTable, mixTable, nodeTable, aggregateTable, deviceTable, matchTable];
    const words = [
      ...tables.flatMap((t) => Object.keys(t)),
      ...nodeTypes.map((d) => d.type),
      'gain',
      'freq',
      'main',
      'constructor',
      '__proto__',
      'toString',
    ];
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom<unknown>(
          null,
          true,
          0,
          -1,
          1.5,
          'main.mic',
          '-6 dB',
          '1-2',
          '80 Hz',
          '$a',
          `\${rate}`,
          '',
          'x y',
          '$$',
          1e308,
          'alsa',
        ),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...words), tie('value'), { maxKeys: 4 }),
      ),
    }));
    const document = fc.dictionary(fc.constantFrom(...Object.keys(configTable)), value, { maxKeys: 6 });
    await fc.assert(
      fc.asyncProperty(document, async (doc) => {
        const text = JSON.stringify(doc);
        const { diagnostics, config } = await front(text);
        expect(config !== undefined || diagnostics.length > 0).toBe(true);
        for (const { span } of diagnostics) {
          expect(span.start).toBeLessThanOrEqual(span.end);
          expect(span.end).toBeLessThanOrEqual(text.length + 1);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
