// Dense ids again after a rewrite. In: a graph and what stays of it. Out: the graph of only that.
// Invariant: order is kept; whatever is read by an op that stays, stays.

import { invariant, must } from '../../invariant.ts';
import type { Op, OpGraph, OpId, Signal } from '../../ir/ops.ts';

/** `ops[id]` is the op as it shall be, null to leave it out. Signals are those that some op still writes. */
export function renumber(graph: OpGraph, ops: readonly (Op | null)[]): OpGraph {
  const opIds = new Int32Array(ops.length).fill(-1);
  const signalIds = new Int32Array(graph.signals.length).fill(-1);
  const kept: [Op, OpId][] = [];
  const signals: Signal[] = [];
  for (const [id, op] of ops.entries()) {
    if (!op) continue;
    opIds[id] = kept.push([op, id]) - 1;
    for (const s of op.writes) {
      signalIds[s] = signals.push({ ...must(graph.signals[s], 'a signal of the graph'), producer: opIds[id]! }) - 1;
    }
  }
  const signalId = (s: number): number => {
    invariant(signalIds[s] !== -1, `${graph.signals[s]?.name} is read but no longer made`);
    return signalIds[s]!;
  };
  return {
    ...graph,
    signals,
    ops: kept.map(([op]) => ({
      ...op,
      reads: op.reads.map(signalId),
      writes: op.writes.map(signalId),
      ...(op.feedback && { feedback: { ...op.feedback, from: opIds[op.feedback.from]! } }),
      ...(op.kernel === 'feedback_in' && {
        parts: op.parts.map((p) => ({ ...p, params: { ...p.params, op: opIds[p.params.op!]! } })),
      }),
    })),
  };
}
