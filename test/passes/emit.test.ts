// The plan says what was decided, and names it: identities, loops, tails, paths with their pads.

import { describe, expect, it, test } from 'vitest';
import { assignBuffers } from '../../compiler/passes/assign-buffers.ts';
import { hash64 } from '../../compiler/passes/emit/hash.ts';
import { stateKey } from '../../compiler/passes/emit/parts.ts';
import { emit } from '../../compiler/passes/emit.ts';
import { schedule } from '../../compiler/passes/schedule.ts';
import type { Plan, PlanPart } from '../../schema/plan.ts';
import { planOf } from '../support/compile-text.ts';
import { contextOf } from './front.ts';
import { randomOps } from './random-ops.ts';

const DEVICES = 'devices: { main: { inputs: { mic: 1, pair: 3-4 }, outputs: { mon: 1-2, sub: 3 } } }';
const planned = (graph: string, devices = DEVICES): Promise<Plan> =>
  planOf(`busbar: 1\n${devices}\ngraph:\n  ${graph.trim()}\n`);
const partOf = (plan: Plan, step: string): PlanPart =>
  plan.ops.flatMap((op) => op.parts).find((p) => `${p.node}.${p.step}` === step)!;

test('the hash is 64-bit FNV-1a', () => {
  expect(['', 'a', 'foobar'].map(hash64)).toEqual(['cbf29ce484222325', 'af63dc4c8601ec8c', '85944171f73967e8']);
});

describe('state keys', () => {
  it('follow node and step, and nothing else', async () => {
    const a = await planned('voice: { from: main.mic, do: [ { gain: -6 dB } ], to: main.sub }');
    const b = await planned(
      'other: { from: main.pair, do: [ { gain: { id: g, gain: 1 dB } } ], to: main.mon }\n  voice: { from: main.mic, do: [ { mute: false }, { gain: -9 dB } ], to: main.sub }',
    );
    expect(partOf(b, 'voice.gain').stateKey).toBe(partOf(a, 'voice.gain').stateKey);
    expect(partOf(b, 'other.g').stateKey).not.toBe(partOf(a, 'voice.gain').stateKey);
    expect(partOf(a, 'voice.gain').stateKey).toBe(stateKey({ node: 'voice', step: 'gain', type: 'gain' }));
  });

  it('tell a step from its bypass switch', () => {
    const place = { node: 'voice', step: 'gain' };
    expect(stateKey({ ...place, type: 'bypass' })).not.toBe(stateKey({ ...place, type: 'gain' }));
  });

  it('of one plan are never equal: two parts of one identity are our bug', () => {
    const graph = randomOps(5, { ops: 12, feedback: 0 });
    const same = graph.ops.map((op) => ({ ...op, parts: op.parts.map((p) => ({ ...p, node: 'a', step: 'b' })) }));
    const context = contextOf(undefined, {});
    const assigned = assignBuffers(schedule({ ...graph, ops: same }, context).value!, context).value!;
    expect(() => emit(assigned, context)).toThrow(/one state key/);
  });
});

describe('state layouts', () => {
  const layout = async (steps: string, from = 'main.pair', to = 'main.mon') =>
    partOf(await planned(`a: { from: ${from}, do: [ ${steps} ], to: ${to} }`), 'a.s').stateLayout;

  it('stay where only live values or contents of tables differ', async () => {
    expect(await layout('{ gain: { id: s, gain: -6 dB } }')).toBe(await layout('{ gain: { id: s, gain: 3 dB } }'));
    expect(await layout('{ fir: { id: s, taps: [1, 2] } }')).toBe(await layout('{ fir: { id: s, taps: [3, 4] } }'));
  });

  it('change with structural params, sizes of tables and channels', async () => {
    expect(await layout('{ delay: { id: s, time: 1 ms } }')).not.toBe(await layout('{ delay: { id: s, time: 2 ms } }'));
    expect(await layout('{ fir: { id: s, taps: [1, 2] } }')).not.toBe(await layout('{ fir: { id: s, taps: [1] } }'));
    const tilt = '{ tilt: { id: s, gain: 0 dB } }';
    expect(await layout(tilt)).not.toBe(await layout(tilt, 'main.mic', 'main.sub'));
  });

  it('of factors are the same for any channels', async () => {
    const gain = '{ gain: { id: s, gain: 0 dB } }';
    expect(await layout(gain)).toBe(await layout(gain, 'main.mic', 'main.sub'));
  });
});

test('feedback_in names the place of its feedback_out, in a loop of its shortest delay', async () => {
  const plan = await planned(`
echo: { from: bus, do: [ { delay: 5 ms } ] }
  slap: { from: bus, do: [ { delay: 2 ms } ] }
  bus: { channels: 1, mix: { main.mic: 0 dB, echo: -6 dB, slap: -9 dB }, to: main.sub }`);
  const ins = plan.ops.filter((op) => op.kernel === 'feedback_in');
  expect(ins.map((op) => plan.ops[op.parts[0]!.params.op!]!.name).sort()).toEqual(['echo.delay', 'slap.delay']);
  expect(plan.loops).toEqual([{ firstOp: expect.any(Number), opCount: 5, frames: 96 }]);
});

describe('the tail', () => {
  const tail = async (graph: string) => (await planned(graph)).tailFrames;

  it('is the longest chain of delays and FIRs', async () => {
    expect(
      await tail(`
a: { from: main.mic, do: [ { delay: 10 ms }, { fir: { taps: [1, 0, 0, 1] } } ] }
  b: { from: main.mic, do: [ { delay: 5 ms } ] }
  c: { channels: 1, mix: { a: 0 dB, b: 0 dB }, to: main.sub }`),
    ).toBe(480 + 3);
  });

  it('gets nothing from a loop', async () => {
    expect(
      await tail(
        'e: { from: s, do: [ { delay: 1 s } ] }\n  s: { channels: 1, mix: { main.mic: 0 dB, e: -6 dB }, to: main.sub }',
      ),
    ).toBe(0);
  });
});

describe('paths', () => {
  const LATE = `
late: { from: main.mic, do: [ { limiter: { ceiling: -1 dBFS, lookahead: 1 ms } } ] }
  sum: { channels: 2, mix: { late: 0 dB, main.pair: 0 dB }, to: main.mon }
  dry: { from: main.mic, to: main.sub }`;

  it('run from every device in to every device out that it reaches, with pads where they stand', async () => {
    const { paths } = await planned(LATE);
    const cause = 'late.limiter (48 frames)';
    const pads = [1, 2].map((c) => ({ signal: `main.pair.${c}+48`, frames: 48, cause }));
    expect(paths).toEqual([
      { from: 'main.mic', to: 'main.mon', latencyFrames: 48, deviceFrames: null, pads: [] },
      { from: 'main.mic', to: 'main.sub', latencyFrames: 0, deviceFrames: null, pads: [] },
      { from: 'main.pair', to: 'main.mon', latencyFrames: 48, deviceFrames: null, pads },
    ]);
  });

  it('go through loops, and count no intended delay', async () => {
    const { paths } = await planned(
      'e: { from: s, do: [ { delay: 5 ms } ], to: main.mon }\n  s: { channels: 1, mix: { main.mic: 0 dB, e: -6 dB } }',
    );
    expect(paths.map((p) => [p.from, p.to, p.latencyFrames])).toEqual([['main.mic', 'main.mon', 0]]);
  });

  it('do not join what only shares an op', async () => {
    const { paths } = await planned('a: { from: main.mic, to: main.sub }\n  b: { from: main.pair, to: main.mon }');
    expect(paths.map((p) => `${p.from} ${p.to}`)).toEqual(['main.mic main.sub', 'main.pair main.mon']);
  });

  it('count crossings', async () => {
    const devices = `devices:
  main: { backend: alsa, inputs: { mic: 1 }, outputs: { mon: 1 } }
  other: { backend: alsa, match: { name: B }, inputs: { line: 1 } }
aggregates: { room: { clock: main, members: [main, other], drift: { other: resample } } }`;
    const plan = await planned('a: { from: other.line, to: main.mon }', devices);
    const [member] = plan.aggregates[0]!.members.filter((m) => m.device === 1);
    expect(plan.paths).toEqual([
      {
        from: 'other.line',
        to: 'main.mon',
        latencyFrames: member!.crossingFrames,
        deviceFrames: null,
        pads: [],
      },
    ]);
  });
});

test('domains stand one after the other, slots summed', async () => {
  const plan = await planned(
    'a: { from: x.in1, to: x.out1 }\n  b: { from: y.in1, to: y.out1 }',
    `devices:
  x: { backend: alsa, match: { name: X }, inputs: { in1: 1-2 }, outputs: { out1: 1-2 } }
  y: { backend: alsa, match: { name: Y }, inputs: { in1: 1 }, outputs: { out1: 1 } }`,
  );
  expect(plan.domains.map((d) => [d.firstOp, d.opCount, d.slots, d.slotBound])).toEqual([
    [0, 2, 2, 2],
    [2, 2, 1, 1],
  ]);
  expect([plan.slots, plan.slotBound]).toEqual([3, 3]);
});
