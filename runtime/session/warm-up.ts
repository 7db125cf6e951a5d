// Practice: what a save takes is done beforehand, so that the first save is as quick as the tenth (JavaScript is
// translated while it runs, and what a few rounds did is slow for long). In: a compile of the config, a signal to stop.
// Out: nothing. Touches neither devices nor the engine; it is the config itself that is practised, at its own size.

import { setTimeout } from 'node:timers/promises';
import { diffPlans, encodePlan, type Plan, stagesOf } from '../../compiler/index.ts';
import { compare } from '../../compiler/transition/compare.ts';
import { nodeType } from '../../schema/index.ts';

const ROUNDS = 80;
/** Between what blocks: events of the run come first. */
const PAUSE_MS = 20;
/** Of work in all; a studio so large that a few rounds take it is not made to wait for more. */
const MOST_MS = 3000;

/** Never rejects: a mistake of ours shows again when a save needs what fails here. */
export async function warmUp(
  compileAgain: () => Promise<{ readonly plan?: Plan }>,
  signal: AbortSignal,
): Promise<void> {
  try {
    let worked = 0;
    const work = async <T>(part: () => T | Promise<T>): Promise<T> => {
      await setTimeout(PAUSE_MS, undefined, { signal });
      const began = performance.now();
      const done = await part();
      worked += performance.now() - began;
      return done;
    };
    for (let round = 0; round < ROUNDS && worked < MOST_MS; round++) {
      const { plan } = await work(compileAgain);
      if (plan !== undefined) await work(() => practise(plan));
    }
  } catch {}
}

/** From the plan to one of its ops anew, and back. */
export function practise(plan: Plan): void {
  const other = withStepAnew(plan);
  for (const [running, next] of [
    [plan, other],
    [other, plan],
  ] as const) {
    const comparison = compare(running, next);
    diffPlans(running, next, comparison);
    for (const stage of stagesOf(running, next, {}, comparison)) encodePlan(stage.plan);
  }
}

/** The same plan, but for a step of another name in its midst: to a transition one that goes, and one that comes. */
export function withStepAnew(plan: Plan): Plan {
  const steps = plan.ops.flatMap(({ parts }, i) => (parts.every((p) => nodeType(p.type)) ? [i] : []));
  const chosen = steps[steps.length >> 1];
  return {
    ...plan,
    ops: plan.ops.map((op, i) =>
      i === chosen ? { ...op, parts: op.parts.map((p) => ({ ...p, step: `${p.step}@practice` })) } : op,
    ),
  };
}
