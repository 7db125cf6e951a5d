// The independent verifier: re-derives the truth from the plan alone, after every compile. In: a plan. Out: findings.
// Invariant: this file and verify/ know nothing of the passes (they import schema/plan.ts only), so that a mistake of a
// pass cannot hide in a helper that both use. Linear in ops, reads and paths.

import type { Plan } from '../schema/plan.ts';
import { checkCrossings } from './verify/crossings.ts';
import { checkDevices } from './verify/devices.ts';
import type { Finding, Report } from './verify/finding.ts';
import { checkLatency } from './verify/latency.ts';
import { checkLoops } from './verify/loops.ts';
import { checkPaths } from './verify/paths.ts';
import { checkShape } from './verify/shape.ts';
import { sidesOf } from './verify/sides.ts';
import { checkSlots } from './verify/slots.ts';

export type { Finding } from './verify/finding.ts';

/** Everything that is wrong with a plan; empty when it is good. A finding is our bug, never the user's. */
export function verify(plan: Plan): readonly Finding[] {
  const findings: Finding[] = [];
  const report: Report = (op, text) => findings.push({ op, text });
  checkShape(plan, report);
  if (findings.length > 0) return findings;
  checkSlots(plan, report);
  checkLoops(plan, report);
  checkDevices(plan, report);
  const sides = sidesOf(plan, report);
  for (const [i, side] of sides.entries()) {
    checkCrossings(side, report);
    const arrivals = checkLatency(side, report);
    if (i === sides.length - 1) checkPaths(side, arrivals, report);
  }
  return findings;
}
