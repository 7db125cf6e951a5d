// One share of the random saves: random graphs, a few saves of each in a row, played. In: the number of the share. Out: a
// vitest suite. BUSBAR_SEED repeats a share, BUSBAR_RELOADS sets how many saves in all.

import fc from 'fast-check';
import { it } from 'vitest';
import { diffPlans, stagesOf, verifyPlan } from '../../compiler/index.ts';
import { estimateLoad } from '../../runtime/cli/plan-cost.ts';
import type { Plan } from '../../schema/plan.ts';
import { edited } from '../reload/edits.ts';
import { encoded } from '../reload/play.ts';
import { describeNative } from '../support/addon.ts';
import { difference } from '../support/compare.ts';
import { compileText } from '../support/compile-text.ts';
import { random, runSeed } from '../support/random.ts';
import { engineOf } from '../support/render-plan.ts';
import { noise } from '../support/signals.ts';
import { buildGraph } from './graphs/build.ts';
import { makePool, type Pool } from './graphs/pool.ts';
import { graphRecipe } from './graphs/recipe.ts';
import { toYaml } from './graphs/text.ts';

const SHARES = 2;
const SAVES = Math.ceil(Number(process.env.BUSBAR_RELOADS ?? 600) / SHARES);
/** Saves of one graph, one after the other. */
const IN_A_ROW = 4;
/** Frames before a save, and at least after it. */
const LEAD = 331;
const LAG = 256;

interface Tally {
  saves: number;
  refused: number;
  readonly kinds: Map<string, number>;
}

/** Two plans as two engines hear them: one is changed to the other, one is the other from the start. */
function wrongWith(before: Plan, after: Plan, cut: () => number, moves: boolean): readonly string[] {
  const { kind, changes } = diffPlans(before, after);
  const stages = stagesOf(before, after);
  const wrong = stages.flatMap((s) => verifyPlan(s.plan).map((f) => `stage of ${s.plan.ops.length} ops: ${f.text}`));
  if ((kind === 'fade') !== (stages.length === 2) && kind !== 'reopen')
    wrong.push(`${kind} in ${stages.length} stages`);
  const most = 1.05 * (loadOf(before) + loadOf(after));
  for (const { plan } of stages) if (loadOf(plan) > most) wrong.push(`costs ${loadOf(plan)}, both plans ${most}`);
  const length = stages.reduce((sum, s) => sum + s.frames, 0);
  const settled = moves ? after.tailFrames + before.tailFrames + longest(before) + longest(after) : 0;
  const frames = LEAD + length + settled + LAG;
  if (wrong.length > 0 || !sameDevices(before, after)) return wrong;

  const [old, changed, next] = [engineOf(before), engineOf(before), engineOf(after)];
  changed.poison = true;
  const outs = [old, changed, next].map(() => outputsOf(after, frames));
  const ins = after.devices.map((d, i) =>
    Array.from({ length: d.inputs }, (_, c) => noise(frames, 1 + 16 * i + c, 0.5)),
  );
  for (let at = 0; at < frames; ) {
    if (at === LEAD) changed.change(encoded(stages));
    const end = Math.min(frames, at < LEAD ? LEAD : frames, at + cut());
    for (const [i, engine] of [old, changed, next].entries()) {
      const part = (xs: readonly (readonly Float64Array[])[]) => xs.map((d) => d.map((x) => x.subarray(at, end)));
      engine.process(part(ins), part(outs[i]!), end - at);
    }
    at = end;
  }
  const between = (xs: readonly (readonly Float64Array[])[], from: number, to: number) =>
    xs.flatMap((d) => d.map((x) => x.subarray(from, to)));
  const isLive = changes.some((c) => c.kind === 'live');
  // Until the fade begins it is the plan that ran, bit for bit, unless params glide beside it.
  const fade = Math.round(0.02 * after.rateHz);
  const until = LEAD + (isLive ? 0 : stages.length === 2 ? length - fade : kind === 'none' ? frames : 0);
  const started = difference(between(outs[1]!, 0, until), between(outs[0]!, 0, until));
  if (started !== undefined) wrong.push(`before the fade: ${started}`);
  if (moves) {
    const end = difference(between(outs[1]!, frames - LAG, frames), between(outs[2]!, frames - LAG, frames));
    if (end !== undefined) wrong.push(`in the end: ${end}`);
  }
  if (!between(outs[1]!, 0, frames).every((x) => x.every(Number.isFinite))) wrong.push('not finite');
  return wrong.map((w) => `${kind}, ${length} frames: ${w}`);
}

/** What a plan costs, its fades and the calls of ops aside: a transition splits ops, and adds none but fades. */
const loadOf = (plan: Plan): number => {
  const ops = plan.ops.filter((op) => op.kernel !== 'fade');
  return estimateLoad({ ...plan, ops, quantum: 1e9 });
};

const outputsOf = (plan: Plan, frames: number) =>
  plan.devices.map((d) => Array.from({ length: d.outputs }, () => new Float64Array(frames)));

const longest = (plan: Plan): number => plan.paths.reduce((most, p) => Math.max(most, p.latencyFrames), 0);

const sameDevices = (a: Plan, b: Plan): boolean =>
  a.devices.length === b.devices.length &&
  a.devices.every(
    (d, i) => d.name === b.devices[i]!.name && d.inputs === b.devices[i]!.inputs && d.outputs === b.devices[i]!.outputs,
  );

async function compiledOr(config: Readonly<Record<string, unknown>>, pool: Pool): Promise<Plan | undefined> {
  return (await compileText(toYaml(config), { files: pool.files })).plan;
}

export function randomReloads(share: number): void {
  describeNative(`random saves, share ${share} of ${SHARES}`, () => {
    it(`${SAVES} saves are verified and played`, { timeout: 3_600_000 }, async () => {
      const pool = await makePool();
      const seed = runSeed();
      const tally: Tally = { saves: 0, refused: 0, kinds: new Map() };
      const since = performance.now();
      const property = fc.asyncProperty(graphRecipe, fc.nat(), async (recipe, numbers) => {
        const next = random(numbers);
        const cut = () => 1 + Math.floor(next() ** 2 * 400);
        const { config: first, moves } = buildGraph(recipe, pool);
        let config = first;
        let plan = await compiledOr(config, pool);
        // What moves samples only stays so while saves bring nothing that computes.
        let isExact = moves;
        for (let i = 0; plan !== undefined && i < IN_A_ROW && tally.saves < SAVES; i++) {
          const save = edited(config, pool, next, 1 + Math.floor(next() * 3));
          const after = await compiledOr(save.config, pool);
          if (after === undefined) {
            tally.refused++;
            continue;
          }
          isExact &&= !/insert|params|gain|source|node|ceiling|bypass/.test(save.what);
          tally.saves++;
          const { kind } = diffPlans(plan, after);
          tally.kinds.set(kind, (tally.kinds.get(kind) ?? 0) + 1);
          const wrong = wrongWith(plan, after, cut, isExact);
          if (wrong.length > 0)
            throw new Error(
              `${save.what}\n${wrong.join('\n')}\n--- before\n${toYaml(config)}--- after\n${toYaml(save.config)}`,
            );
          plan = after;
          config = save.config;
        }
      });
      try {
        await fc.assert(property, {
          seed: seed + share,
          numRuns: SAVES,
          endOnFailure: true,
          interruptAfterTimeLimit: 3_500_000,
          markInterruptAsFailure: true,
        });
      } finally {
        const seconds = (performance.now() - since) / 1000;
        const kinds = [...tally.kinds].map(([k, n]) => `${n} ${k}`).join(', ');
        console.log(`share ${share}: BUSBAR_SEED=${seed}: ${tally.saves} saves (${kinds}) in ${seconds.toFixed(1)} s`);
      }
    });
  });
}
