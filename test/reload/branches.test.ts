// Saves of a whole studio: what they do not touch stays bit-identical, what they do makes no click, and once the new states
// are full it sounds as if it had never been otherwise.

import { beforeAll, describe, expect, it } from 'vitest';
import { diffPlans, stagesOf, verifyPlan } from '../../compiler/index.ts';
import { figures, heard, larger, USUAL } from '../../compiler/measure/click.ts';
import type { Plan } from '../../schema/plan.ts';
import { describeNative } from '../support/addon.ts';
import { difference, peak } from '../support/compare.ts';
import { planOf } from '../support/compile-text.ts';
import { programme } from '../support/signals.ts';
import { play, transitionFrames } from './play.ts';
import { FILES, SAVES, STUDIO, saved } from './studio.ts';

const RATE = 48_000;
const SAVE = 24_037;
const STEADY = 48_000;
/** Outputs `rec`, which no save touches. */
const REC = [3, 4];

const compiled = (yaml: string) => planOf(yaml, { files: FILES });

describeNative('a save', () => {
  let studio: Plan;
  beforeAll(async () => {
    studio = await compiled(STUDIO);
  });

  describe.each(SAVES.map((s) => [s.what, s] as const))('%s', (_, save) => {
    it.each(['there', 'back'])('and %s', async (way) => {
      const other = await compiled(saved(save));
      const [before, after] = way === 'there' ? [studio, other] : [other, studio];
      const stages = stagesOf(before, after);
      expect(stages.flatMap((s) => verifyPlan(s.plan))).toEqual([]);
      const wait = transitionFrames(before, after);
      const frames = SAVE + wait + 80_000;
      const inputs = { main: [0.25, 0.2, 0.15].map((height) => programme(frames, RATE, height)) };
      const run = (first: Plan, saves: { frame: number; plan: Plan }[]) =>
        play(first, saves, inputs, { frames }).outputs[0]!;
      const [old, changed, next] = [run(before, []), run(before, [{ frame: SAVE, plan: after }]), run(after, [])];

      const until = (xs: readonly Float64Array[]) => xs.map((x) => x.subarray(0, SAVE));
      expect(difference(until(changed), until(old)), 'before').toBeUndefined();
      const untouched = (xs: readonly Float64Array[]) => REC.map((c) => xs[c]!);
      expect(difference(untouched(changed), untouched(old)), 'beside').toBeUndefined();

      const { answers } = save;
      const leave = answers?.way === way ? { ...USUAL, ...answers, peak: 10 ** (answers.peakDb / 20) } : USUAL;
      const wrong: string[] = [];
      for (let c = 0; c < changed.length; c++) {
        const of = (x: Float64Array, from: number) => figures(x, from, wait + 4000, RATE);
        const steady = larger(of(old[c]!, frames - STEADY), of(next[c]!, frames - STEADY));
        if (steady.peak === 0) continue;
        wrong.push(...heard(of(changed[c]!, SAVE), steady, leave).map((w) => `output ${c + 1}: ${w}`));
        // Loops and detectors have forgotten by then; what is left of it is far below hearing.
        const end = frames - 4000;
        const apart = peak(changed[c]!.subarray(end).map((x, i) => x - next[c]![end + i]!));
        if (apart > 1e-5 * steady.peak) wrong.push(`output ${c + 1}: ends ${apart} apart`);
      }
      expect(wrong, diffPlans(before, after).kind).toEqual([]);
    });
  });
});
