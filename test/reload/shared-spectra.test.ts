// FIRs that hear the same are one op. Saves that change, add, move or take out one of them leave the others as they are, bit
// for bit, and once its history is full the changed one sounds as if it had never been otherwise.

import { expect, it } from 'vitest';
import { stagesOf, verifyPlan } from '../../compiler/index.ts';
import type { Plan } from '../../schema/plan.ts';
import { describeNative } from '../support/addon.ts';
import { difference, peak } from '../support/compare.ts';
import { planOf } from '../support/compile-text.ts';
import { noise } from '../support/signals.ts';
import { play, transitionFrames } from './play.ts';

const SAVE = 10_007;

const response = (taps: number, seed: number) =>
  [...noise(taps, seed, 0.2)].map((x, i) => (x * Math.exp((-6 * i) / taps)).toFixed(9)).join('\n');
const files = { room: response(3000, 1), hall: response(9000, 2), booth: response(200, 3), other: response(9000, 4) };

type Rooms = Readonly<Record<number, readonly [source: string, file: keyof typeof files]>>;
const compiled = (rooms: Rooms, optimise = true) =>
  planOf(
    `busbar: 1
engine: { rate: 48 kHz, quantum: 64 frames }
devices: { box: { inputs: { a: 1, b: 2 }, outputs: { o: 1-4 } } }
graph:
${Object.entries(rooms)
  .map(([i, [from, file]]) => `  r${i}: { from: box.${from}, do: [ { fir: { file: ${file}.txt } } ], to: box.o.${i} }`)
  .join('\n')}
`,
    { files: Object.fromEntries(Object.entries(files).map(([name, text]) => [`${name}.txt`, text])), optimise },
  );

const rooms: Rooms = { 1: ['a', 'room'], 2: ['a', 'hall'], 3: ['a', 'booth'] };
const saves: readonly (readonly [what: string, to: Rooms, touched: readonly number[]])[] = [
  ['other taps', { ...rooms, 2: ['a', 'other'] }, [2]],
  ['one more', { ...rooms, 4: ['a', 'other'] }, [4]],
  ['one less', { 1: rooms[1]!, 3: rooms[3]! }, [2]],
  ['another source', { ...rooms, 2: ['b', 'hall'] }, [2]],
];

describeNative('FIRs that share their spectra', () => {
  it.each(saves)('go on beside a save: %s, there and back', async (_, to, touched) => {
    const [here, there] = [await compiled(rooms), await compiled(to)];
    const firs = here.ops.filter((op) => op.kernel === 'fir');
    expect(firs.map((op) => op.parts.length)).toEqual([3]);
    for (const [before, after, plain] of [
      [here, there, await compiled(to, false)],
      [there, here, await compiled(rooms, false)],
    ] as const) {
      expect(stagesOf(before, after).flatMap((s) => verifyPlan(s.plan))).toEqual([]);
      const frames = SAVE + transitionFrames(before, after) + 40_000;
      const inputs = { box: [noise(frames, 5, 0.3), noise(frames, 6, 0.3)] };
      const run = (plan: typeof before, then: { frame: number; plan: typeof before }[]) =>
        play(plan, then, inputs, { frames }).outputs[0]!;
      const [old, changed, next] = [run(before, []), run(before, [{ frame: SAVE, plan: after }]), run(plain, [])];
      const others = [1, 2, 3, 4].filter((i) => !touched.includes(i));
      const of = (xs: readonly Float64Array[], list: readonly number[]) => list.map((i) => xs[i - 1]!);
      expect(difference(of(changed, others), of(old, others)), 'beside').toBeUndefined();
      const end = frames - 8000;
      const last = (xs: readonly Float64Array[]) => xs.map((x) => x.subarray(end));
      expect(difference(last(changed), last(next)), 'behind').toBeUndefined();
      expect(peak(last(next)[0]!)).toBeGreaterThan(0.05);
    }
  });

  it('have pasts of their own: one that heard something else takes no spectrum of it from the others', async () => {
    const apart: Rooms = { ...rooms, 3: ['b', 'booth'], 1: ['b', 'room'] };
    const frames = SAVE + 20_000;
    const inputs = { box: [noise(frames, 5, 0.3), noise(frames, 6, 0.3)] };
    const [shared, alone] = await Promise.all(
      [true, false].map(async (optimise) => {
        const [first, plan] = [await compiled(apart, optimise), await compiled(rooms, optimise)];
        // Every state goes over as it is.
        const stages = (a: Plan, b: Plan) => stagesOf(a, b, { silently: true });
        return play(first, [{ frame: SAVE, plan }], inputs, { frames, stages }).outputs[0]!;
      }),
    );
    expect(difference(shared!, alone!)).toBeUndefined();
  });
});
