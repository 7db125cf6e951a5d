// A rough forecast of load. In: a plan. Out: the share of one core that running it live would take.
// Figures: nanoseconds per frame and channel of each kernel, measured one by one on an x86-64 machine of 2023
// (`npm run bench`); between machines they differ by a factor of two, their proportions by less.

import type { Plan, PlanOp } from '../../schema/plan.ts';

const DEFAULT_NS = 3;

const nsPerSample: Readonly<Record<string, number>> = {
  device_read: 0.5,
  device_write: 0.5,
};

/** Seconds of CPU per second of sound. */
export function estimateLoad(plan: Plan): number {
  const ns = plan.ops.reduce((sum, op) => sum + opNs(op, plan), 0);
  return (ns * plan.rateHz) / 1e9;
}

function opNs(op: PlanOp, plan: Plan): number {
  const channels = Math.max(op.reads.length, op.writes.length);
  const taps = op.parts.reduce((n, p) => Math.max(n, plan.blobs[p.params.taps ?? -1]?.columns ?? 0), 0);
  return channels * (nsPerSample[op.kernel] ?? DEFAULT_NS) + taps;
}
