// Leaves out what nobody hears: ops that reach no device output and no meter, and device channels that nobody reads.

import type { Op, OpGraph } from '../../ir/ops.ts';
import { renumber } from './renumber.ts';

export function dropDead(graph: OpGraph): OpGraph {
  const { ops, signals } = graph;
  const live = new Uint8Array(ops.length);
  const heard = new Uint8Array(signals.length);
  // Ops that write nothing are what a signal is for; the start of a delay on a cycle is so only where its end is.
  const open: number[] = [];
  for (const [id, op] of ops.entries()) if (op.writes.length === 0 && op.kernel !== 'feedback_in') open.push(id);
  for (const id of open) live[id] = 1;
  const visit = (id: number): void => {
    if (live[id]) return;
    live[id] = 1;
    open.push(id);
  };
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const op = ops[id]!;
    for (const s of op.reads) {
      heard[s] = 1;
      visit(signals[s]!.producer);
    }
    if (op.feedback) visit(op.feedback.from);
  }
  return renumber(
    graph,
    ops.map((op, id) => {
      if (!live[id]) return null;
      return op.kernel === 'device_read' ? onlyHeard(op, heard) : op;
    }),
  );
}

/** A device read makes one channel per part. */
function onlyHeard(op: Op, heard: Uint8Array): Op {
  if (op.writes.every((s) => heard[s])) return op;
  const parts = op.parts.filter((p) => heard[op.writes[p.writeFirst]!]);
  return {
    ...op,
    writes: parts.map((p) => op.writes[p.writeFirst]!),
    parts: parts.map((p, i) => ({ ...p, writeFirst: i })),
  };
}
