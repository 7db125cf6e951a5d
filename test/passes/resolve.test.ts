// Names and addresses: what each leads to, and what is said where one leads nowhere.

import { describe, expect, it, test } from 'vitest';
import { parseAddress } from '../../compiler/passes/resolve/address.ts';
import { compiled, DEVICES } from './middle.ts';

test('address text becomes names and channels', () => {
  expect(parseAddress('main.mic')).toEqual({ names: ['main', 'mic'], channels: null });
  expect(parseAddress('room.in.9-16')).toEqual({ names: ['room', 'in'], channels: { first: 9, last: 16 } });
  expect(parseAddress('a.b-2.c.3')).toEqual({ names: ['a', 'b-2', 'c'], channels: { first: 3, last: 3 } });
});

test.each([
  ['', 'it is empty'],
  ['a..b', 'a name is missing'],
  ['a.', 'a name is missing'],
  ['3', 'channels need a name'],
  ['a.1.b', 'channels stand last'],
  ['a.0', 'count from 1'],
  ['a.4-3', 'run upwards: `3-4`'],
  ['a.1-999999999', 'no signal has 999999999'],
  ['a.1x', 'neither channels'],
  ['Main.mic', 'is not a name'],
  ['a.b.c.d', 'too many parts'],
])('%s is no address', (text, problem) => {
  expect(parseAddress(text)).toContain(problem);
});

describe('sources', () => {
  const graph = async (address: string) => {
    const c = await compiled(`${DEVICES}
  extra: { backend: jack, inputs: { line: 2-3 }, outputs: 2 }
aggregates:
  room: { clock: main, members: [main, extra] }
graph:
  voice: { from: main.mic, do: [ { highpass: 80 Hz }, { gain: { id: trim, gain: -3 dB } } ] }
  ways: { from: main.mic, do: [ { gain: 0 dB }, { crossover: { id: split, at: 80 Hz } } ] }
  reader: { mix: { ${address}: 0 dB }, to: main.mon }
`);
    const { input } = c.after('resolve').nodes.find((n) => n.name === 'reader')!;
    if (input.kind !== 'mix') throw new Error('a mix was written');
    return input.entries.map(({ source: { at, isKey, text, ...place } }) => place);
  };

  test.each([
    ['main.mic', { kind: 'device', device: 1, port: 'mic', channels: [0] }],
    ['main.pair', { kind: 'device', device: 1, port: 'pair', channels: [2, 3] }],
    ['main.pair.2', { kind: 'device', device: 1, port: 'pair', channels: [3] }],
    ['voice', { kind: 'step', node: 1, step: 1, output: 'out', channels: null }],
    ['voice.highpass.1', { kind: 'step', node: 1, step: 0, output: 'out', channels: [0] }],
    ['voice.trim', { kind: 'step', node: 1, step: 1, output: 'out', channels: null }],
    ['ways.low', { kind: 'step', node: 2, step: 1, output: 'low', channels: null }],
    ['ways.split.high', { kind: 'step', node: 2, step: 1, output: 'high', channels: null }],
    ['ways.gain', { kind: 'step', node: 2, step: 0, output: 'out', channels: null }],
  ])('%s', async (address, place) => {
    expect(await graph(address)).toEqual([place]);
  });

  it('takes channels of an aggregate in member order, each member as wide as its highest channel', async () => {
    expect(await graph('room.in.4-7')).toEqual([
      {
        kind: 'channels',
        channels: [
          { device: 1, channel: 3 },
          { device: 0, channel: 0 },
          { device: 0, channel: 1 },
          { device: 0, channel: 2 },
        ],
      },
    ]);
  });
});

test('sinks name hardware channels, through an aggregate too', async () => {
  const c = await compiled(`${DEVICES}
  phones: { backend: jack, outputs: { cans: 1-2 } }
aggregates:
  room: { clock: main, members: [main, phones] }
graph:
  a: { from: main.mic, to: [main.sub, room.out.4-5] }
`);
  expect(c.after('resolve').nodes[0]!.sinks.map((s) => s.channels)).toEqual([
    [{ device: 0, channel: 2, port: 'sub' }],
    [
      { device: 1, channel: 0, port: 'cans' },
      { device: 1, channel: 1, port: 'cans' },
    ],
  ]);
});

const errors: readonly (readonly [what: string, graph: string, said: readonly string[]])[] = [
  ['a misspelt node', 'voice: { from: main.mic }\n  b: { from: vioce, to: main.mon }', ['address/misspelt "vioce"']],
  ['a misspelt port', 'a: { from: main.mci.1, to: main.mon }', ['address/misspelt "main.mci.1"']],
  ['a name like no other', 'a: { from: turntable, to: main.mon }', ['address/unknown "turntable"']],
  ['a misspelt key of a mix', 'a: { mix: { main.mik: 0 dB }, to: main.mon }', ['address/misspelt "main.mik"']],
  ['a part of a port', 'a: { from: main.mic.left, to: main.mon }', ['address/unknown "main.mic.left"']],
  ['an output read', 'a: { from: main.mon, to: main.sub }', ['address/direction "main.mon"']],
  ['an input sent to', 'a: { from: main.mic, to: main.pair }', ['address/direction "main.pair"']],
  ['a node sent to', 'a: { from: main.mic, to: b }\n  b: { from: a, to: main.mon }', ['address/direction "b"']],
  ['a device without port', 'a: { from: main, to: main.mon }', ['address/needs-port "main"']],
  ['channels outside a port', 'a: { from: main.pair.3, to: main.mon }', ['channels/out-of-range "main.pair.3"']],
  [
    'a crossover without a band',
    'a: { from: main.mic, do: [ { crossover: 80 Hz } ] }\n  b: { from: a, to: main.mon }',
    ['address/several-outputs "a"'],
  ],
  [
    'a crossover sent to an output',
    'a: { from: main.mic, do: [ { crossover: 80 Hz } ], to: main.mon }',
    ['address/several-outputs "main.mon"'],
  ],
  [
    'a step behind a crossover',
    'a: { from: main.mic, do: [ { crossover: 80 Hz }, { gain: 0 dB } ], to: main.mon }',
    ['step/after-outputs "{ gain: 0 dB }" -> "{ crossover: 80 Hz }"'],
  ],
  [
    'a step called like a band',
    'a: { from: main.mic, do: [ { gain: { id: low, gain: 0 dB } }, { crossover: 80 Hz } ] }\n  b: { from: a.low, to: main.mon }',
    ['step/output-clash "low" -> "{ crossover: 80 Hz }"'],
  ],
  [
    'two drivers of a channel',
    'a: { from: main.mic, to: main.mon }\n  b: { from: main.pair.1, to: main.mon.2 }',
    ['graph/driven-twice "main.mon.2" -> "main.mon"'],
  ],
  [
    'one node twice',
    'a: { from: main.mic, to: [main.mon, main.mon.1] }',
    ['graph/driven-twice "main.mon.1" -> "main.mon"'],
  ],
];

test.each(errors)('says once, at the token, what is wrong: %s', async (_, graph, said) => {
  const c = await compiled(`${DEVICES}graph:\n  ${graph}\n`);
  expect(c.said()).toEqual(said);
});

test('an edit mends a misspelt address, whichever part is wrong', async () => {
  const c = await compiled(`${DEVICES}graph:
  voice: { from: main.mik, do: [ { gain: 0 dB }, { crossover: 80 Hz } ] }
  b: { from: voice.gian.1, to: main.sub }
  c: { from: voice.hihg, to: main.mon }
`);
  expect(c.of('address/misspelt').map((d) => d.edits[0]?.text)).toEqual(['main.mic', 'voice.gain.1', 'voice.high']);
});

test('names of aggregates, align and ceiling must exist', async () => {
  const c = await compiled(`
devices:
  main: { inputs: { mic: 1 }, outputs: { mon: 1-2, sub: 3 }, align: [mon, sbu], ceiling: { mno: -1 dBFS } }
aggregates:
  room: { clock: main, members: [main, exp], drift: { mian: resample } }
graph:
  a: { from: main.mic, to: main.mon }
`);
  expect(c.said()).toEqual([
    'device/unknown-port "sbu"',
    'device/unknown-port "mno"',
    'aggregate/unknown-device "exp"',
    'aggregate/unknown-device "mian"',
  ]);
});

test('an address that counts unnamed steps is hinted at, with the step it means', async () => {
  const c = await compiled(`${DEVICES}graph:
  a: { from: main.mic, do: [ { gain: 0 dB }, { gain: -1 dB } ], to: main.mon }
  b: { from: a.gain-2, to: main.sub }
`);
  expect(c.said(true)).toContain('step/unnamed "a.gain-2" -> "{ gain: -1 dB }"');
});

test('unused definitions are hints: the end of a chain, spare ports together, whole devices', async () => {
  const c = await compiled(`${DEVICES}
  spare: { backend: jack, inputs: 2, outputs: 2 }
graph:
  used: { from: main.mic, to: main.mon }
  parked: { from: main.mic }
  end: { from: parked }
  watched: { from: main.mic, do: [ { meter: {} } ] }
`);
  expect(c.messages('graph/unused')).toEqual([
    'nothing uses `pair` and `sub` of `main`',
    'nothing uses the device `spare`',
    'nothing reads `end` and it is sent nowhere, so it is not computed',
  ]);
});
