// What must hold of every random graph. In: a built graph. Out: what does not, one line each.
// Invariant: the checks of `always` run on every graph; those of `sometimes` cost more and run on a share of them.

import { encodePlan, verifyPlan } from '../../../compiler/index.ts';
import { type Plan, planToJson } from '../../../schema/plan.ts';
import { difference, errorDb } from '../../support/compare.ts';
import { planOf } from '../../support/compile-text.ts';
import { random } from '../../support/random.ts';
import { type DeviceSignals, type LiveChange, partsOf, renderPlan } from '../../support/render-plan.ts';
import { noise } from '../../support/signals.ts';
import type { BuiltGraph } from './build.ts';
import { interpreted } from './interpreted.ts';
import type { Pool } from './pool.ts';
import { hasBetterOrder, maxLive } from './slots.ts';
import { reordered, toYaml } from './text.ts';
import { type Variants, variantsOf } from './variants.ts';

const FRAMES = 256;

export interface Tally {
  graphs: number;
  /** Domains whose slots were shown to be the fewest possible by a search that shares no code with the compiler. */
  optimal: number;
  /** Domains too large for that search. */
  unsearched: number;
  /** Domains whose plan says itself that no order needs fewer. */
  proven: number;
  readonly stepTypes: Map<string, number>;
}

type Say = (what: string) => void;

/** Steps that compute in single precision may differ by more. */
const toleranceDb = (g: BuiltGraph): number => (g.stepTypes.has('fir') ? -130 : -140);

const inputsFor = (plan: Plan): DeviceSignals =>
  Object.fromEntries(
    plan.devices.map((d, i) => [
      d.name,
      Array.from({ length: d.inputs }, (_, c) => noise(FRAMES, 1 + 16 * i + c, c % 3 === 0 ? 0.9 : 0.25)),
    ]),
  );

const flat = (out: Readonly<Record<string, readonly Float64Array[]>>): Float64Array[] => Object.values(out).flat();

function checkSlots(plan: Plan, label: string, tally: Tally, say: Say): void {
  for (const f of verifyPlan(plan)) say(`${label}: the verifier finds ${f.text}`);
  let sum = 0;
  for (const d of plan.domains) {
    sum += d.slots;
    const live = maxLive(plan, d);
    if (d.slots !== live) say(`${label}: ${d.slots} slots in domain ${d.name}, ${live} signals alive at once`);
    if (d.slotBound > d.slots) say(`${label}: ${d.slots} slots in domain ${d.name}, below the bound of ${d.slotBound}`);
    if (d.slotBound === d.slots) tally.proven++;
    const better = hasBetterOrder(plan, d);
    if (better === true) say(`${label}: an order with fewer than ${d.slots} slots exists in domain ${d.name}`);
    if (better === undefined) tally.unsearched++;
    else tally.optimal++;
  }
  if (plan.slots !== sum) say(`${label}: ${plan.slots} slots in the plan, ${sum} in its domains`);
}

/** On every graph. */
export async function always(g: BuiltGraph, pool: Pool, tally: Tally): Promise<{ v: Variants; wrong: string[] }> {
  const wrong: string[] = [];
  const say = (what: string) => void wrong.push(what);
  const yaml = toYaml(g.config);
  const v = await variantsOf(yaml, pool.files);
  const { plan, beam, apart, plain } = v;
  checkSlots(plan, 'auto', tally, say);
  checkSlots(beam, 'beam', tally, say);
  if (beam.slots !== plan.slots) say(`beam needs ${beam.slots} slots, ${plan.slots} are enough`);
  for (const f of [...verifyPlan(apart), ...verifyPlan(plain)]) say(`the verifier finds ${f.text}`);

  const inputs = inputsFor(plan);
  const shared = flat(renderPlan(plan, inputs, { frames: FRAMES, poison: true }));
  const own = difference(shared, flat(renderPlan(apart, inputs, { frames: FRAMES })));
  if (own !== undefined) say(`against private slots: ${own}`);
  const asLowered = flat(renderPlan(plain, inputs, { frames: FRAMES }));
  // More than is asked for: not even arithmetic that is regrouped may tell, lest a transition be heard where ops regroup.
  // The sign of a zero alone may differ, where lanes are filled up with sections that do nothing.
  const fused = errorDb(shared, asLowered);
  if (fused !== Number.NEGATIVE_INFINITY) say(`optimised against unoptimised: ${fused.toFixed(1)} dB`);
  const moved = g.moves ? difference(shared, asLowered) : undefined;
  if (moved !== undefined) say(`data only moves, yet: ${moved}`);
  tally.graphs++;
  for (const t of g.stepTypes) tally.stepTypes.set(t, (tally.stepTypes.get(t) ?? 0) + 1);
  return { v, wrong };
}

/** New values for every live switch and gain of mixes and bypasses, and steps' own gains, in mid-stream. */
function changesFor(plan: Plan): LiveChange[] {
  return partsOf(plan).flatMap((part, i): LiveChange[] => {
    const address = `${part.node}.${part.step}`;
    const frame = 60 + (i % 5) * 13;
    if (part.type === 'mix') return [{ frame, address, params: { gainDb: -9 - (i % 3) } }];
    if (part.type === 'bypass') return [{ frame, address, params: { bypass: 1 - part.params.bypass! } }];
    return [];
  });
}

/** On a share of the graphs. */
export async function sometimes(g: BuiltGraph, pool: Pool, v: Variants): Promise<string[]> {
  const wrong: string[] = [];
  const say = (what: string) => void wrong.push(what);
  const yaml = toYaml(g.config);
  const { files } = pool;
  const { plan } = v;
  const inputs = inputsFor(plan);

  const other = await planOf(toYaml(reordered(g.config) as BuiltGraph['config']), { files });
  if (JSON.stringify(planToJson(other)) !== JSON.stringify(planToJson(plan)))
    say('another order of the file: another plan');
  if (Buffer.compare(encodePlan(other), encodePlan(plan)) !== 0) say('another order of the file: other bytes');

  const error = errorDb(
    flat(renderPlan(plan, inputs, { frames: FRAMES })),
    flat(interpreted(v.equipped, inputs, FRAMES)),
  );
  if (error > toleranceDb(g)) say(`against the interpreter: ${error.toFixed(1)} dB`);

  const changes = changesFor(plan);
  const whole = flat(renderPlan(await planOf(yaml, { files, quantum: 1024 }), inputs, { frames: FRAMES, changes }));
  for (const quantum of [1, 7, 64, 480]) {
    const cut = await planOf(yaml, { files, quantum });
    const differs = difference(flat(renderPlan(cut, inputs, { frames: FRAMES, changes })), whole);
    if (differs !== undefined) say(`quantum ${quantum}: ${differs}`);
  }
  const next = random(plan.ops.length);
  const block = () => 1 + Math.floor(next() ** 2 * 100);
  const changing = difference(flat(renderPlan(plan, inputs, { frames: FRAMES, changes, block })), whole);
  if (changing !== undefined) say(`changing blocks: ${changing}`);
  return wrong;
}
