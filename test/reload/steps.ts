// Every step type through every kind of edit: no click, no corner, no peak, and not a bit different elsewhere.

import { expect, it } from 'vitest';
import { diffPlans, verifyPlan } from '../../compiler/index.ts';
import { type Figures, figures, heard, larger, NOISE } from '../../compiler/measure/click.ts';
import { stagesOf } from '../../compiler/transition.ts';
import { nodeTypes } from '../../schema/index.ts';
import type { Plan } from '../../schema/plan.ts';
import { makePool, type Pool } from '../property/graphs/pool.ts';
import { describeNative } from '../support/addon.ts';
import { difference, peak } from '../support/compare.ts';
import { compileText } from '../support/compile-text.ts';
import type { DeviceSignals } from '../support/render-plan.ts';
import { programme } from '../support/signals.ts';
import { play } from './play.ts';
import { type StepEdit, stepEdits } from './step-edits.ts';

const RATE = 48_000;
const SAVE = 16_037;
/** From the end of a transition on nothing moves: its last second is the steady signal. */
const AFTER = 56_000;
const STEADY = 48_000;

/** Inputs of one level each: a compressor answers a louder one as it always does, however smoothly it comes. */
const LEVELS = [0.25, 0.2, 0.17, 0.15];
const made = new Map<number, DeviceSignals>();
function signals(frames: number): DeviceSignals {
  const known = made.get(frames);
  if (known !== undefined) return known;
  const level = (c: number) => programme(frames + 200, RATE, LEVELS[c % 4]).subarray(48 * (c >> 2));
  const signals = { main: Array.from({ length: 12 }, (_, c) => level(c).subarray(0, frames)) };
  made.set(frames, signals);
  return signals;
}

type Outputs = readonly Float64Array[];

/** Renders of plans that do not change: most edits of a step begin with the same. */
class Steady {
  private readonly known = new Map<string, Outputs>();

  of(yaml: string, plan: Plan, frames: number): Outputs {
    const key = `${frames} ${yaml}`;
    const found = this.known.get(key) ?? play(plan, [], signals(frames), { frames }).outputs[0]!;
    this.known.set(key, found);
    return found;
  }
}

async function complaints(
  edit: StepEdit,
  pool: Pool,
  renders: Steady,
  isNoise: boolean,
): Promise<readonly string[] | undefined> {
  const compiled = (yaml: string) => compileText(yaml, { files: pool.files });
  const [before, after] = [(await compiled(edit.before)).plan, (await compiled(edit.after)).plan];
  if (before === undefined || after === undefined) return undefined;
  const stages = stagesOf(before, after);
  const wrong = stages.flatMap((s) => verifyPlan(s.plan).map((f) => f.text));
  const wait = stages.reduce((sum, s) => sum + s.frames, 0);
  const frames = SAVE + Math.ceil(wait / 24_000) * 24_000 + AFTER;
  const old = renders.of(edit.before, before, frames);
  const next = renders.of(edit.after, after, frames);
  const changed = play(before, [{ frame: SAVE, plan: after }], signals(frames), { frames }).outputs[0]!;
  const beside = difference(changed.slice(0, 2), old.slice(0, 2));
  if (beside !== undefined) wrong.push(`beside it: ${beside}`);
  const until = (xs: Outputs) => xs.map((x) => x.subarray(0, SAVE));
  const untouched = difference(until(changed), until(old));
  if (untouched !== undefined) wrong.push(`before it: ${untouched}`);
  // The bands of a step are one signal: what is heard of one of them is held to all.
  let steady: Figures = { click: 0, bend: 0, peak: 0 };
  const moved: [number, Figures][] = [];
  for (let c = 2; c < changed.length; c++) {
    if (peak(old[c]!) === 0 && peak(next[c]!) === 0) continue;
    const of = (x: Float64Array, from: number) => figures(x, from, wait + 4000, RATE);
    steady = larger(steady, larger(of(old[c]!, frames - STEADY), of(next[c]!, frames - STEADY)));
    moved.push([c, of(changed[c]!, SAVE)]);
  }
  for (const [c, f] of moved)
    wrong.push(...heard(f, steady, isNoise ? OWN_NOISE : undefined).map((w) => `output ${c}: ${w}`));
  const { kind } = diffPlans(before, after);
  return wrong.map((w) => `${edit.what} (${kind}, ${wait} frames): ${w}`);
}

/** Two streams of normal noise, or one at another time: of 50,000 samples the largest differ by 2 dB. */
const OWN_NOISE = { ...NOISE, peak: 10 ** (2 / 20) };

const SHARES = 4;

/** One share of the step types; several test files run shares of their own side by side. */
export function everyStepType(share: number): void {
  const types = nodeTypes.filter((_, i) => i % SHARES === share - 1);
  describeNative(`every step type, every kind of edit, share ${share} of ${SHARES}`, () => {
    it.each(types.map((d) => [d.type, d] as const))('%s', { timeout: 300_000 }, async (_, d) => {
      const pool = await makePool([d]);
      const renders = new Steady();
      const wrong: string[] = [];
      let done = 0;
      for (const edit of stepEdits(pool.types[0]!)) {
        const found = await complaints(edit, pool, renders, d.source ?? false);
        if (found === undefined) continue;
        done++;
        wrong.push(...found);
      }
      expect(wrong).toEqual([]);
      expect(done).toBeGreaterThanOrEqual(d.inputs.in === undefined ? 4 : 10);
    });
  });
}
