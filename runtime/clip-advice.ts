// Which boost made an output clip. In: a plan and a device. Out: the steps on the way to it that make louder, the
// largest first. Invariant: reads the plan only, so it holds for any config that compiles to it.

import type { DeviceId, Plan, PlanOp } from '../schema/plan.ts';

export interface Boost {
  /** Address of the param, as `--set` takes it: `vocal.compressor.makeup`. */
  readonly target: string;
  readonly gainDb: number;
}

/** Params that make louder when above 0 dB, by their names in plans. */
const boosts = [
  ['gainDb', 'gain'],
  ['makeupDb', 'makeup'],
] as const;

export function boostsTo(plan: Plan, device: DeviceId): readonly Boost[] {
  const found = opsBefore(plan, device).flatMap((op) =>
    op.parts.flatMap((part) =>
      boosts.flatMap(([name, written]) => {
        const gainDb = part.params[name] ?? 0;
        return gainDb > 0 ? [{ target: `${part.node}.${part.step}.${written}`, gainDb }] : [];
      }),
    ),
  );
  return found.sort((a, b) => b.gainDb - a.gainDb || (a.target < b.target ? -1 : 1));
}

/** Every op whose sound reaches the device. */
function opsBefore(plan: Plan, device: DeviceId): readonly PlanOp[] {
  const producer = new Map(plan.ops.flatMap((op) => op.makes.map((signal) => [signal, op] as const)));
  const reached = new Set<PlanOp>();
  const open = plan.ops.filter(
    (op) => op.kernel === 'device_write' && op.parts.some((p) => p.params.device === device),
  );
  for (let op = open.pop(); op; op = open.pop()) {
    if (reached.has(op)) continue;
    reached.add(op);
    open.push(...op.from.flatMap((signal) => producer.get(signal) ?? []));
    if (op.kernel === 'feedback_out') {
      const index = plan.ops.indexOf(op);
      open.push(...plan.ops.filter((o) => o.kernel === 'feedback_in' && o.parts.some((p) => p.params.op === index)));
    }
  }
  return [...reached];
}
