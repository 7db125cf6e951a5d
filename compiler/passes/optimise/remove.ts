// Takes ops and signals out of an op graph. In: which ops stay, with what they read and write. Out: the graph with dense
// ids again, in the old order. Invariant: a signal stays exactly when its producer stays and still writes it.

import { invariant } from '../../invariant.ts';
import type { Op, OpGraph, Signal } from '../../ir/ops.ts';

/** `ops[id]` is the op in its new form, or null for an op that goes. Ids in it are those of `graph`. */
export function renumbered(graph: OpGraph, ops: readonly (Op | null)[]): OpGraph {
  const newOp = new Int32Array(ops.length).fill(-1);
  const newSignal = new Int32Array(graph.signals.length).fill(-1);
  let count = 0;
  for (const [id, op] of ops.entries()) {
    if (op === null) continue;
    newOp[id] = count++;
    for (const s of op.writes) newSignal[s] = id;
  }
  const signals: Signal[] = [];
  for (const [s, signal] of graph.signals.entries()) {
    const producer = newSignal[s]!;
    if (producer >= 0) newSignal[s] = signals.push({ ...signal, producer: newOp[producer]! }) - 1;
  }
  const signalOf = (s: number): number => {
    invariant(newSignal[s]! >= 0, 'an op that stays reads a signal that stays');
    return newSignal[s]!;
  };
  const kept: Op[] = [];
  for (const op of ops) {
    if (op === null) continue;
    const moved: Op = { ...op, reads: op.reads.map(signalOf), writes: op.writes.map(signalOf) };
    kept.push(withPartners(moved, newOp));
  }
  return { ...graph, ops: kept, signals };
}

/** The two ends of a feedback delay name each other. */
function withPartners(op: Op, newOp: Int32Array): Op {
  if (op.feedback) return { ...op, feedback: { ...op.feedback, from: newOp[op.feedback.from]! } };
  if (op.kernel !== 'feedback_in') return op;
  return { ...op, parts: op.parts.map((p) => ({ ...p, params: { ...p.params, op: newOp[p.params.op!]! } })) };
}
