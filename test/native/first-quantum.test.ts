// A live value begins to move in the first quantum after the engine took it from its queue: every live param of filters,
// gains, sums and what stands between them, in a plan as it was lowered and in one whose steps are fused.

import { expect, it } from 'vitest';
import { encode } from '../../compiler/encode.ts';
import { internalOps, nodeType } from '../../schema/index.ts';
import type { Plan, PlanPart } from '../../schema/plan.ts';
import { otherValue } from '../conformance/run.ts';
import { describeNative, native } from '../support/addon.ts';
import { planOf } from '../support/compile-text.ts';
import { noise } from '../support/signals.ts';

const QUANTUM = 16;
/** Not at a quantum's border: a block begins where the last one ended. */
const TAKEN = 40 * QUANTUM + 5;
const FRAMES = TAKEN + QUANTUM;

const config = `busbar: 1
name: all
engine: { rate: 48 kHz, quantum: ${QUANTUM} frames }
devices: { card: { inputs: { a: 1-4 }, outputs: { b: 1-6 } } }
graph:
  one: { from: card.a.1, do: [ highpass: 100 Hz, peaking: { freq: 1 kHz, q: 2, gain: 4 dB }, gain: -3 dB, polarity: true ] }
  two: { from: card.a.2, do: [ { gain: -2 dB }, lowshelf: { freq: 200 Hz, gain: 3 dB }, lowpass: { freq: 9 kHz }, mute: false ] }
  three: { from: card.a.3, do: [ notch: { freq: 500 Hz, q: 1 }, compressor: { threshold: -40 dBFS, ratio: 4 } ] }
  sum: { channels: 1, mix: { one: -4 dB, two: -5 dB, three: -6 dB }, to: card.b.1 }
  wide: { channels: 2, mix: { one: { gain: -3 dB, pan: 20 % }, card.a.4: { gain: -9 dB, pan: -20 % } }, do: [ balance: 10 %, highshelf: { freq: 4 kHz, gain: 2 dB } ], to: card.b.2-3 }
  aside: { from: two, do: [ { pan: -30 % } ], to: card.b.4-5 }
  tail: { from: three, do: [ { gain: 1 dB } ], to: card.b.6 }
`;

/** What need not be heard at once: how fast something else will be, a knee that the level is beyond. */
const UNHEARD = new Set(['attack', 'release', 'knee']);

const specsOf = (type: string) => (nodeType(type) ?? internalOps.find((o) => o.kernel === type))?.params ?? {};
const inputs = [1, 2, 3, 4].map((seed) => noise(FRAMES, seed));

/** All that is heard, and `params` of a part from `TAKEN` on. */
function play(plan: Plan, part?: number, params: readonly number[] = []): readonly Float64Array[] {
  const engine = new (native().Engine)(encode(plan));
  const outs = Array.from({ length: 6 }, () => new Float64Array(FRAMES));
  const run = (from: number, to: number): void =>
    engine.process([inputs.map((x) => x.subarray(from, to))], [outs.map((x) => x.subarray(from, to))], to - from);
  run(0, TAKEN);
  if (part !== undefined) engine.set(part, [...params]);
  run(TAKEN, FRAMES);
  return outs;
}

/** Of each live param that is heard at once: its name, and all params of its part after the change. */
function changesOf(part: PlanPart): readonly { name: string; params: readonly number[] }[] {
  const values = Object.values(part.params);
  return Object.entries(specsOf(part.type)).flatMap(([name, spec], index) => {
    if (!('live' in spec) || !spec.live || UNHEARD.has(name)) return [];
    if (name === 'pan' && part.params.panned === 0) return [];
    const to = otherValue({ name, index, spec, value: values[index]! } as Parameters<typeof otherValue>[0], 48_000);
    return to === undefined ? [] : [{ name: `${part.node}.${part.step} ${name}`, params: values.with(index, to) }];
  });
}

describeNative('a live value', () => {
  it.each([
    ['as lowered', false],
    ['fused', true],
  ] as const)('moves in the first quantum after it was taken, %s', async (_, optimise) => {
    const plan = await planOf(config, { optimise });
    expect(plan.ops.some((op) => new Set(op.parts.map((p) => p.node)).size > 1)).toBe(optimise);
    const still = play(plan);
    const parts = plan.ops.flatMap((op) => op.parts);
    const names: string[] = [];
    for (const [index, part] of parts.entries())
      for (const { name, params } of changesOf(part)) {
        const heard = play(plan, index, params);
        const first = Math.min(...heard.map((x, c) => x.findIndex((v, i) => v !== still[c]![i])).filter((i) => i >= 0));
        expect(first, name).toBeGreaterThanOrEqual(TAKEN);
        expect(first, name).toBeLessThan(TAKEN + QUANTUM);
        names.push(name);
      }
    expect(names.length).toBeGreaterThan(25);
  });
});
