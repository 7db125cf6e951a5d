// A good plan spoilt. In: a plan and what to do to it. Out: what the verifier finds then.

import { verify } from '../../compiler/verify.ts';
import type { Plan, PlanOp } from '../../schema/plan.ts';

export type Mutable<T> = T extends Float64Array
  ? T
  : T extends object
    ? { -readonly [K in keyof T]: Mutable<T[K]> }
    : T;

/** What is found in a plan once `spoil` has been at it. */
export function found(plan: Plan, spoil: (plan: Mutable<Plan>) => void): readonly string[] {
  const spoiled = structuredClone(plan) as Mutable<Plan>;
  spoil(spoiled);
  return verify(spoiled as Plan).map((f) => f.text);
}

export const opOf = (plan: Mutable<Plan>, kernel: string, nth = 0): Mutable<PlanOp> => {
  const op = plan.ops.filter((o) => o.kernel === kernel)[nth];
  if (!op) throw new Error(`no op ${kernel}`);
  return op;
};
