// Saves that part what the optimiser had made one op, or join it: somebody else listens in between from then on, or no
// longer. What was heard before goes on bit for bit: every step has kept its own state and params.

import { expect, it } from 'vitest';
import { verifyPlan } from '../../compiler/index.ts';
import { stagesOf } from '../../compiler/transition.ts';
import type { Plan } from '../../schema/plan.ts';
import { describeNative } from '../support/addon.ts';
import { difference } from '../support/compare.ts';
import { planOf } from '../support/compile-text.ts';
import { noise } from '../support/signals.ts';
import { play } from './play.ts';

const FRAMES = 6000;
const SAVE = 1237;

const studio = (voice: string, more = '') =>
  planOf(`busbar: 1
devices: { main: { inputs: { mic: 1, pair: 2-3 }, outputs: { mon: 1-2, tap: 3-4 } } }
graph:
${voice}
  mon: { channels: 2, mix: { voice: -3 dB, main.pair: -6 dB }, do: [ { balance: 20 % } ], to: main.mon }
${more}`);

const DELAYS =
  '  early: { from: main.mic, do: [ { delay: 30 frames } ] }\n  voice: { from: early, do: [ { delay: 500 frames } ] }';
const WEIGHTS = '  voice: { from: main.mic, do: [ { gain: -2 dB }, { pan: 30 % }, { balance: -20 % } ] }';
const SUM = '  voice: { from: main.pair, do: [ { downmix: mono }, { polarity: true } ] }';

/** Kernels of a plan that `name` is a part of. */
const kernelsOf = (plan: Plan, step: string) =>
  plan.ops.filter((op) => op.parts.some((p) => `${p.node}.${p.step}` === step)).map((op) => op.kernel);

describeNative('ops that a save parts', () => {
  it.each([
    ['delays in series', DELAYS, 'voice.delay', 'early', 'delay'],
    ['weights ahead of a sum', WEIGHTS, 'voice.balance', 'voice.pan', 'mix'],
    ['a mean ahead of a sum', SUM, 'voice.downmix', 'voice.downmix', 'mix'],
  ])('%s', async (_, voice, step, heard, kernel) => {
    const joined = await studio(voice);
    const parted = await studio(voice, `  tap: { from: ${heard}, to: main.tap }\n`);
    expect(kernelsOf(joined, step)).toEqual([kernel]);
    expect(parted.ops.length).toBeGreaterThan(joined.ops.length);
    const inputs = { main: [1, 2, 3].map((seed) => noise(FRAMES, seed, 0.4)) };
    for (const [before, after] of [
      [joined, parted],
      [parted, joined],
    ] as const) {
      for (const stage of stagesOf(before, after)) expect(verifyPlan(stage.plan)).toEqual([]);
      const run = (saves: { frame: number; plan: Plan }[]) =>
        play(before, saves, inputs, { frames: FRAMES }).outputs[0]!;
      const [still, changed] = [run([]), run([{ frame: SAVE, plan: after }])];
      expect(difference(changed.slice(0, 2), still.slice(0, 2))).toBeUndefined();
    }
  });

  it('two delays, one of which is another afterwards: the other keeps what is in it', async () => {
    const [before, after] = [await studio(DELAYS), await studio(DELAYS.replace('500', '400'))];
    const stages = stagesOf(before, after);
    const partsOf = (plan: Plan) => plan.ops.flatMap((op) => op.parts);
    const adopted = new Map(
      Array.from({ length: stages[0]!.adopt.length / 2 }, (_, i) => [stages[0]!.adopt[2 * i + 1]!, i]),
    );
    const early = partsOf(stages[0]!.plan).findIndex((p) => p.node === 'early' && p.step === 'delay');
    expect(adopted.has(early)).toBe(true);
    for (const stage of stages) expect(verifyPlan(stage.plan)).toEqual([]);
  });
});
