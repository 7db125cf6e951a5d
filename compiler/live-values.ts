// Values moved by hand while a plan plays. In: addresses as people write them, `vocal.compressor.threshold` or
// `desk.mix[vocal].gain`. Out: the part and param that they mean, plans with such values in place, and those that a save
// leaves alone. Invariant: a save touches only what differs from the last compiled config; all else stays as it was moved.

import type { Plan, PlanPart } from '../schema/plan.ts';
import type { Target } from './ir/target.ts';
import { pairParts, partsOf } from './transition/pairing.ts';
import { type NamedParam, paramsOfType } from './transition/params.ts';

export interface LiveValue {
  readonly target: Target;
  /** In the unit of plans. */
  readonly value: number;
}

export interface FoundTarget {
  /** Index among the plan's parts. */
  readonly part: number;
  readonly param: NamedParam;
  /** As compiled. */
  readonly value: number;
}

/** The live param that a target means; undefined where the plan has none. */
export function findTarget(plan: Plan, { node, step, param }: Target): FoundTarget | undefined {
  for (const [part, p] of partsOf(plan).entries()) {
    if (p.node !== node || p.step !== step) continue;
    const found = paramsOfType(p.type).find((known) => known.name === param && known.spec.live);
    if (found !== undefined) return { part, param: found, value: p.params[found.planName]! };
  }
  return undefined;
}

/** The plan with values in place of those it was compiled with. Targets that it does not have are left out. */
export function withValues(plan: Plan, values: readonly LiveValue[]): Plan {
  const moved = new Map<number, Record<string, number>>();
  for (const { target, value } of values) {
    const found = findTarget(plan, target);
    if (found === undefined) continue;
    moved.set(found.part, { ...moved.get(found.part), [found.param.planName]: value });
  }
  if (moved.size === 0) return plan;
  let index = 0;
  const place = (part: PlanPart): PlanPart => {
    const own = moved.get(index++);
    return own === undefined ? part : { ...part, params: { ...part.params, ...own } };
  };
  return { ...plan, ops: plan.ops.map((op) => ({ ...op, parts: op.parts.map(place) })) };
}

/**
 * Values that outlive a save, addressed as the next plan names them: what they moved is still there, and the file says of
 * it what it said before. Both plans as compiled, without values.
 */
export function valuesKept(compiled: Plan, next: Plan, values: readonly LiveValue[]): readonly LiveValue[] {
  if (values.length === 0) return [];
  const { after } = pairParts(compiled, next);
  const parts = partsOf(next);
  return values.flatMap(({ target, value }) => {
    const found = findTarget(compiled, target);
    const part = found && parts[after[found.part]!];
    if (part === undefined || part.params[found!.param.planName] !== found!.value) return [];
    return [{ target: { node: part.node, step: part.step, param: target.param }, value }];
  });
}
