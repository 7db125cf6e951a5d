// How long a plan sounds on after its inputs ended. In: ops in execution order. Out: frames.
// Invariant: a feedback loop adds none, since it has no end; what stands in it counts once.

import type { Op } from '../../ir/ops.ts';

/** The longest chain of tails from any source to a device output. */
export function tailOf(signals: number, ops: readonly Op[]): number {
  const tailAt = new Float64Array(signals);
  let longest = 0;
  for (const op of ops) {
    let tail = 0;
    for (const s of op.reads) tail = Math.max(tail, tailAt[s]!);
    if (op.kernel === 'device_write') longest = Math.max(longest, tail);
    if (!op.feedback) tail += op.tail;
    for (const s of op.writes) tailAt[s] = tail;
  }
  return longest;
}
