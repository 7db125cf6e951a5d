// Every step type through every kind of edit: no click, no corner, no peak, and not a bit different elsewhere.

import { expect, it } from 'vitest';
import { diffPlans, verifyPlan } from '../../compiler/index.ts';
import { stagesOf } from '../../compiler/transition.ts';
import { nodeTypes } from '../../schema/index.ts';
import type { Plan } from '../../schema/plan.ts';
import { makePool, type Pool } from '../property/graphs/pool.ts';
import { describeNative } from '../support/addon.ts';
import { figures, heard, larger } from '../support/click.ts';
import { difference } from '../support/compare.ts';
import { compileText } from '../support/compile-text.ts';
import { programme } from '../support/signals.ts';
import { play } from './play.ts';
import { type StepEdit, stepEdits } from './step-edits.ts';

const RATE = 48_000;
const SAVE = 16_037;
/** From the end of a transition on nothing moves: its last second is the steady signal. */
const AFTER = 56_000;
const STEADY = 48_000;

const signals = (frames: number) => ({
  main: Array.from({ length: 6 }, (_, c) => programme(frames, RATE, 0.25 / (1 + c / 4))),
});

async function complaints(edit: StepEdit, pool: Pool, isNoise: boolean): Promise<readonly string[] | undefined> {
  const compiled = (yaml: string) => compileText(yaml, { files: pool.files });
  const [before, after] = [(await compiled(edit.before)).plan, (await compiled(edit.after)).plan];
  if (before === undefined || after === undefined) return undefined;
  const stages = stagesOf(before, after);
  const wrong = stages.flatMap((s) => verifyPlan(s.plan).map((f) => f.text));
  const wait = stages.reduce((sum, s) => sum + s.frames, 0);
  const frames = SAVE + wait + AFTER;
  const inputs = signals(frames);
  const run = (first: Plan, saves: { frame: number; plan: Plan }[]) =>
    play(first, saves, inputs, { frames }).outputs[0]!;
  const [old, changed, next] = [run(before, []), run(before, [{ frame: SAVE, plan: after }]), run(after, [])];
  const beside = difference(changed.slice(0, 2), old.slice(0, 2));
  if (beside !== undefined) wrong.push(`beside it: ${beside}`);
  const untouched = difference(
    changed.map((x) => x.subarray(0, SAVE)),
    old.map((x) => x.subarray(0, SAVE)),
  );
  if (untouched !== undefined) wrong.push(`before it: ${untouched}`);
  const clicks = wait + 4000;
  for (let c = 2; c < changed.length; c++) {
    const of = (x: Float64Array, from: number) => figures(x, from, clicks, RATE);
    const steady = larger(of(old[c]!, frames - STEADY), of(next[c]!, frames - STEADY));
    if (steady.peak === 0) continue;
    wrong.push(...heard(of(changed[c]!, SAVE), steady, isNoise).map((w) => `output ${c}: ${w}`));
  }
  const { kind } = diffPlans(before, after);
  return wrong.map((w) => `${edit.what} (${kind}, ${wait} frames): ${w}`);
}

describeNative('every step type, every kind of edit', () => {
  it.each(nodeTypes.map((d) => [d.type, d] as const))('%s', { timeout: 120_000 }, async (_, d) => {
    const pool = await makePool([d]);
    const wrong: string[] = [];
    let done = 0;
    for (const edit of stepEdits(pool.types[0]!)) {
      const found = await complaints(edit, pool, d.source ?? false);
      if (found === undefined) continue;
      done++;
      wrong.push(...found);
    }
    expect(wrong).toEqual([]);
    expect(done).toBeGreaterThanOrEqual(d.inputs.in === undefined ? 4 : 10);
  });
});
