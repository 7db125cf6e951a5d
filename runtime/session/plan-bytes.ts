// Plans as the engine takes them, each encoded once. In: a plan. Out: its bytes, which nobody may change.

import { encodePlan, type Plan } from '../../compiler/index.ts';

const known = new WeakMap<Plan, Uint8Array>();

/** The same array for the same object. */
export function bytesOf(plan: Plan): Uint8Array {
  const bytes = known.get(plan) ?? encodePlan(plan);
  known.set(plan, bytes);
  return bytes;
}
